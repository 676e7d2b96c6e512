import { expect, test } from 'vitest'
import { createFenceSplitter, type FencePiece } from './createFenceSplitter.ts'

interface Read {
  readonly text: string
  /** null: none. */
  readonly code: string | null
  readonly isClosed: boolean
}

/** All that a splitter gives, in pieces of so many characters. */
function read(answer: string, size: number): Read {
  const splitter = createFenceSplitter()
  const pieces: FencePiece[] = []
  for (let at = 0; at < answer.length; at += size) pieces.push(...splitter.take(answer.slice(at, at + size)))
  pieces.push(...splitter.end())
  const join = (type: 'text' | 'code') =>
    pieces.map((piece) => (piece.type === type ? piece.text : '')).join('')
  const order = pieces.map(({ type }) => type)
  expect(order.lastIndexOf('text')).toBeLessThan(
    order.includes('code-start') ? order.indexOf('code-start') : Infinity,
  )
  const hasCode = order.includes('code-start')
  return { text: join('text'), code: hasCode ? join('code') : null, isClosed: order.at(-1) === 'code-end' }
}

const fence = '```'

test.each([
  ['words alone', 'Hello there.\nAll is well.', 'Hello there.\nAll is well.', null],
  ['code alone', `${fence}python\n1 + 1\n${fence}\n`, '', '1 + 1\n'],
  ['words before', `I look.\n\n${fence}python\nx = 1\nx\n${fence}`, 'I look.\n\n', 'x = 1\nx\n'],
  ['words after', `${fence}py\nx\n${fence}\nIt will be 3.`, '', 'x\n'],
  ['several fences', `${fence}python\na\n${fence}\n${fence}python\nb\n${fence}`, '', 'a\n'],
  ['tildes', '~~~python\nprint("```")\n~~~\n', '', 'print("```")\n'],
  [
    'backticks inside longer ones',
    `${fence}\`python\ns = """\n${fence}\n"""\n${fence}\`\n`,
    '',
    `s = """\n${fence}\n"""\n`,
  ],
  ['an unclosed fence', `${fence}python\nx = 1\nx`, '', 'x = 1\nx'],
  ['a fence that ends with the answer', `${fence}python\nx\n${fence}`, '', 'x\n'],
  [
    'another language',
    `${fence}js\nlet x\n${fence}\nThat was all.`,
    `${fence}js\nlet x\n${fence}\nThat was all.`,
    null,
  ],
  [
    'Python inside another fence',
    `${fence}\`md\n${fence}python\nx\n${fence}\n${fence}\`\n`,
    `${fence}\`md\n${fence}python\nx\n${fence}\n${fence}\`\n`,
    null,
  ],
  ['a code span', 'Use `x` and ``y``.\n`python` too', 'Use `x` and ``y``.\n`python` too', null],
  ['an indented fence', `  ${fence}python\n  x\n  ${fence}`, '', '  x\n'],
  ['a block of four blanks', `    ${fence}python\n    x`, `    ${fence}python\n    x`, null],
  ['a name and more', `${fence}python title="a"\nx\n${fence}`, '', 'x\n'],
  ['capitals and version', `${fence}Python3\r\nx\r\n${fence}\r\n`, '', 'x\r\n'],
  ['blank lines inside', `${fence}python\na\n\n\nb\n${fence}\n`, '', 'a\n\n\nb\n'],
  ['lines that begin like a fence', 'a `` b\n``\n`x', 'a `` b\n``\n`x', null],
  ['nothing', '', '', null],
] as const)('%s: the same however it comes', (_what, answer, text, code) => {
  for (const size of [1, 2, 3, 5, 7, 1000]) {
    expect(read(answer, size), `${size} at once`).toEqual({ text, code, isClosed: code !== null })
  }
})

test('words are given as they come, and a line that may be a fence waits', () => {
  const splitter = createFenceSplitter()
  expect(splitter.take('Hel')).toEqual([{ type: 'text', text: 'Hel' }])
  expect(splitter.take('lo\n``')).toEqual([{ type: 'text', text: 'lo\n' }])
  expect(splitter.take('`py')).toEqual([])
  expect(splitter.take('thon\n')).toEqual([{ type: 'code-start' }])
  expect(splitter.take('x = ')).toEqual([{ type: 'code', text: 'x = ' }])
})
