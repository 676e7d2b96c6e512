import { expect, test } from 'vitest'
import { createOutputBuffer } from './createOutputBuffer.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function newBuffer(limit = 1000) {
  const emitted: [string, string][] = []
  const omitted: number[] = []
  let beyond = 0
  const sink = {
    emit: (stream: string, text: string) => emitted.push([stream, text]),
    omit: (bytes: number) => omitted.push(bytes),
    onBeyond: () => (beyond += 1),
  }
  const buffer = createOutputBuffer(sink, limit)
  return {
    buffer,
    emitted,
    omitted,
    countBeyond: () => beyond,
    textOf: () => emitted.map(([, text]) => text).join(''),
  }
}

test('what is printed first is emitted at once: a computation may follow that lets no timer fire', () => {
  const { buffer, emitted } = newBuffer()
  buffer.write('stdout', bytes('begun'))
  buffer.write('stderr', bytes('!'))
  expect(emitted).toEqual([
    ['stdout', 'begun'],
    ['stderr', '!'],
  ])
})

test('streams that change without end come in few pieces, in their order', () => {
  const { buffer, emitted, textOf } = newBuffer(1_000_000)
  const lines = Array.from({ length: 20_000 }, (_, line) => `${line}\n`)
  for (const [n, line] of lines.entries()) buffer.write(n % 2 ? 'stderr' : 'stdout', bytes(line))
  buffer.flush()
  expect(textOf()).toBe(lines.join(''))
  expect(emitted.length).toBeLessThan(3_000)
})

test('many writes are gathered, and both streams keep their order', () => {
  const { buffer, emitted, textOf } = newBuffer(100_000)
  const lines = Array.from({ length: 10_000 }, (_, line) => `${line}\n`)
  for (const line of lines) buffer.write('stdout', bytes(line))
  buffer.write('stderr', bytes('!'))
  buffer.write('stdout', bytes('end'))
  buffer.flush()
  expect(textOf()).toBe(`${lines.join('')}!end`)
  expect(emitted.length).toBeLessThan(1000)
})

test('emits by itself a little later, while the script waits', async () => {
  const { buffer, textOf } = newBuffer()
  const letters = 'waiting'.repeat(20)
  for (const letter of letters) buffer.write('stdout', bytes(letter))
  expect(textOf().length).toBeLessThan(letters.length)
  await expect.poll(textOf).toBe(letters)
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

test('says of small writes beyond the limit that they may be gathered, and of no other', () => {
  const { buffer, countBeyond } = newBuffer(4)
  buffer.write('stdout', bytes('shown'))
  expect(countBeyond()).toBe(0)
  buffer.write('stderr', bytes('not shown'))
  buffer.write('stdout', new Uint8Array(8192))
  expect(countBeyond()).toBe(1)
})
