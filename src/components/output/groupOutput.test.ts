import { expect, test } from 'vitest'
import { groupOutput, noOutput } from './groupOutput.ts'
import type { OutputText } from '../../../run/journal/cutOutput.ts'

const out = (text: string): OutputText => ({ stream: 'stdout', text })
const err = (text: string): OutputText => ({ stream: 'stderr', text })
const shown = (pieces: readonly OutputText[]) =>
  groupOutput(noOutput, pieces).blocks.map(({ stream, text }) => `${stream}:${text}`)

test('joins pieces of one stream and keeps the streams apart in their order', () => {
  expect(shown([out('a'), out('b\n'), err('c\n'), out('d')])).toEqual([
    'stdout:ab\n',
    'stderr:c\n',
    'stdout:d',
  ])
})

test('keeps every character of a large output, in blocks of at most 200 lines', () => {
  const text = Array.from({ length: 2001 }, (_, index) => `line ${index}`).join('\n')
  const pieces = [out(text.slice(0, 3333)), out(text.slice(3333))]
  const { blocks } = groupOutput(noOutput, pieces)
  expect(blocks.map((block) => block.text).join('')).toBe(text)
  expect(Math.max(...blocks.map((block) => block.lines))).toBeLessThanOrEqual(200)
})

test('cuts a line without end', () => {
  const { blocks } = groupOutput(noOutput, [out('x'.repeat(100_000))])
  expect(blocks.length).toBeGreaterThan(5)
  expect(blocks.map((block) => block.text).join('')).toHaveLength(100_000)
})

test('leaves finished blocks as they are when more arrives', () => {
  const first = [out('a\n'.repeat(500))]
  const before = groupOutput(noOutput, first)
  const after = groupOutput(before, [...first, out('b')])
  expect(after.blocks.slice(0, 2)).toEqual(before.blocks.slice(0, 2))
  expect(after.blocks[0]).toBe(before.blocks[0])
  expect(after.blocks.map((block) => block.text).join('')).toBe(`${'a\n'.repeat(500)}b`)
})

test('begins anew with the output of another run', () => {
  const before = groupOutput(noOutput, [out('old'), out('er')])
  expect(groupOutput(before, [out('new'), out('x'), out('y')]).blocks.map((block) => block.text)).toEqual([
    'newxy',
  ])
})

test('lets a carriage return rewrite its line, also across pieces', () => {
  expect(shown([out('10 %\r'), out('20 %\r'), out('done\n')])).toEqual(['stdout:done\n'])
  expect(shown([out('a\r'), out('\nb')])).toEqual(['stdout:a\nb'])
  // A pattern that looked back from each character took minutes for this one.
  const long = 'x'.repeat(300_000)
  expect(
    shown([out(`1 %\r2 %\n${long}\n`)])
      .join('')
      .replaceAll('stdout:', ''),
  ).toBe(`2 %\n${long}\n`)
})

const red = '\u001B[31m'
const bold = '\u001B[1m'
const reset = '\u001B[0m'

test('keeps terminal colours, from one block to the next too', () => {
  expect(shown([out(`${red}red${reset}\n`)])).toEqual([`stdout:${red}red${reset}\n`])
  const { blocks } = groupOutput(noOutput, [
    out(`${red}${bold}a\n`),
    err('b\n'),
    out(`c${reset}\n`),
    err('d'),
  ])
  expect(blocks.map(({ style }) => style)).toEqual(['', red + bold, red + bold, reset])
  const lines = groupOutput(noOutput, [out(red + 'x\n'.repeat(500))]).blocks
  expect(lines.map(({ style }) => style)).toEqual(['', red, red])
  const many = groupOutput(noOutput, [out(red.repeat(5_000) + 'x\n'.repeat(300))]).blocks
  expect(many.at(-1)?.style).toBe(red.repeat(16))
})

test('cuts no colour in two', () => {
  const { blocks } = groupOutput(noOutput, [out(`${'x'.repeat(16_382)}${red}y`)])
  expect(blocks.map(({ text, style }) => [text.length, style])).toEqual([
    [16_382, ''],
    [6, ''],
  ])
})

test('keeps the colours of a line that is overwritten', () => {
  expect(shown([out(`${red}10 %\r20 %${reset}\r`), out('done\n')])).toEqual([`stdout:${reset}done\n`])
})

test('drops what else is meant for a terminal, and keeps the text and links within', () => {
  const link = '\u001B]8;;https://example.com\u0007a link\u001B]8;;\u001B\\'
  expect(shown([out(`\u001B]0;title\u0007${link}, \u001B[?25l\u001B(Bplain\u001B[1;5H\u001B7\n`)])).toEqual([
    `stdout:${link}, plain\n`,
  ])
  expect(shown([out('\u001B[3'), out('1mred\n')])).toEqual([`stdout:${red}red\n`])
})
