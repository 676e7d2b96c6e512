import { expect, test } from 'vitest'
import { readCalmly } from '../functions/_shared/ai/readCalmly.ts'

const bodyOf = (...parts: string[]) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part))
      controller.close()
    },
  }).pipeThrough(readCalmly())

const read = (...parts: string[]): Promise<string> => new Response(bodyOf(...parts)).text()

test('what comes at once is parsed with pauses, in which others get their turn', async () => {
  let turns = 0
  const others = setInterval(() => (turns += 1), 0)
  for await (const _ of bodyOf(...Array.from({ length: 40 }, () => 'data: {}\n\n'))) {
    // Parsing it takes this long.
    for (const end = performance.now() + 10; performance.now() < end;);
  }
  clearInterval(others)
  expect(turns).toBeGreaterThan(3)
})

test('an answer comes as it was sent', async () => {
  const text = `data: {"a":"${'[{'.repeat(500)}\\"${'['.repeat(500)}"}\r\n\ndata: ${'[]'.repeat(500)}é\n`
  expect(await read(...(text.match(/[^]{1,7}/g) ?? []))).toBe(text)
  expect(await read(`${'['.repeat(199)}\n`.repeat(9))).toHaveLength(1800)
})

test.each([
  ['nested too deeply', ['data: ', '['.repeat(150), '{"a":'.repeat(150)]],
  ['a line that is too long', Array.from({ length: 300 }, () => 'x'.repeat(10_000))],
  ['too many lines', ['\r'.repeat(400_001)]],
])('an answer with JSON or lines beyond what a provider sends is refused: %s', async (sentence, parts) => {
  await expect(read(...parts)).rejects.toThrow(sentence)
})
