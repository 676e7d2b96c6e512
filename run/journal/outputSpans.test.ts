import { expect, test } from 'vitest'
import { splitStreams, toSpans } from './outputSpans.ts'

const out = (text: string) => ({ stream: 'stdout' as const, text })
const error = (text: string) => ({ stream: 'stderr' as const, text })

test.each([
  [[], null],
  [[out('a')], null],
  [[error('a')], [0, 1]],
  [
    [out('ab'), out('c'), error('é'), out('d')],
    [3, 1, 1],
  ],
])('finds in the text of both streams each of them again', (output, spans) => {
  expect(toSpans(output)).toEqual(spans)
  const text = output.map((piece) => piece.text).join('')
  const joined = splitStreams(text, spans)
  expect(joined.map((piece) => piece.text).join('')).toBe(text)
  expect(toSpans(joined)).toEqual(spans)
})

test('gives what is left to the last piece, and nothing twice', () => {
  expect(splitStreams('abcdef', [2, 1])).toEqual([out('ab'), error('cdef')])
  expect(splitStreams('ab', [5, 5])).toEqual([out('ab')])
  expect(splitStreams('ab', [])).toEqual([out('ab')])
})
