import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createOutputBuffer } from './createOutputBuffer.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function newBuffer(limit = 1000) {
  const emitted: [string, string][] = []
  const omitted: number[] = []
  const sink = {
    emit: (stream: string, text: string) => emitted.push([stream, text]),
    omit: (bytes: number) => omitted.push(bytes),
  }
  const buffer = createOutputBuffer(sink, limit)
  return { buffer, emitted, omitted, textOf: () => emitted.map(([, text]) => text).join('') }
}

test('gathers many writes and keeps the order of both streams', () => {
  const { buffer, emitted } = newBuffer()
  for (const letter of 'abc') buffer.write('stdout', bytes(letter))
  buffer.write('stderr', bytes('!'))
  buffer.write('stdout', bytes('d'))
  buffer.flush()
  expect(emitted).toEqual([
    ['stdout', 'abc'],
    ['stderr', '!'],
    ['stdout', 'd'],
  ])
})

test('emits by itself a little later, while the script waits', async () => {
  const { buffer, textOf } = newBuffer()
  buffer.write('stdout', bytes('waiting'))
  await sleep(100)
  expect(textOf()).toBe('waiting')
})

test('a character split over two writes stays whole', () => {
  const { buffer, textOf } = newBuffer()
  const [first, ...rest] = bytes('é')
  buffer.write('stdout', Uint8Array.of(first ?? 0))
  buffer.write('stdout', Uint8Array.from(rest))
  buffer.flush()
  expect(textOf()).toBe('é')
})

test('keeps what fits under the limit, counts the rest, and parts no pair of surrogates', () => {
  const { buffer, omitted, textOf } = newBuffer(4)
  buffer.write('stdout', bytes('abc😀def'))
  buffer.write('stdout', bytes('ghi'))
  buffer.flush()
  expect(textOf()).toBe('abc')
  expect(omitted.at(-1)).toBe('😀defghi'.length + 2)
})
