import { expect, test } from 'vitest'
import { readLooks } from './readLooks.ts'

const looks = (text: string, style = '') =>
  readLooks(text, style).map(({ text: piece, color, background, decorations, href }) =>
    [piece, color, background, decorations.join(' '), href].filter(
      (each) => each !== undefined && each !== '',
    ),
  )

test.each([
  ['plain', [['plain']]],
  ['\u001B[31mred\u001B[0m plain', [['red', 'var(--ansi-red)'], [' plain']]],
  ['\u001B[1;4;92mok', [['ok', 'var(--ansi-bright-green)', 'bold underline']]],
  ['\u001B[41mx\u001B[49my', [['x', 'var(--ansi-red)'], ['y']]],
  [
    '\u001B[38;5;9ma\u001B[38;5;196mb\u001B[38;5;232mc',
    [
      ['a', 'var(--ansi-bright-red)'],
      ['b', 'rgb(255, 0, 0)'],
      ['c', 'rgb(8, 8, 8)'],
    ],
  ],
  ['\u001B[38;2;1;2;3mx', [['x', 'rgb(1, 2, 3)']]],
  [
    '\u001B[38:2::1:2:3;1ma\u001B[0;48:2:4:5:6mb\u001B[0;38:5:9mc\u001B[0;4:3md\u001B[4:0me',
    [
      ['a', 'rgb(1, 2, 3)', 'bold'],
      ['b', 'rgb(4, 5, 6)'],
      ['c', 'var(--ansi-bright-red)'],
      ['d', 'underline'],
      ['e'],
    ],
  ],
  ['<b>&amp;', [['<b>&amp;']]],
])('reads the colours of %j', (text, pieces) => {
  expect(looks(text)).toEqual(pieces)
})

test('begins with the colours before', () => {
  expect(looks('x', '\u001B[31m')).toEqual([['x', 'var(--ansi-red)']])
})

test('finds links, and of addresses only those of web pages', () => {
  expect(looks('See https://example.com/a?b=1. (http://x.org)')).toEqual([
    ['See '],
    ['https://example.com/a?b=1', 'https://example.com/a?b=1'],
    ['. ('],
    ['http://x.org', 'http://x.org'],
    [')'],
  ])
  const osc = (address: string) => `\u001B]8;;${address}\u001B\\here\u001B]8;;\u0007 after`
  expect(looks(osc('https://example.com'))).toEqual([['here', 'https://example.com'], [' after']])
  expect(looks(osc('javascript:alert(1)'))).toEqual([['here'], [' after']])
})
