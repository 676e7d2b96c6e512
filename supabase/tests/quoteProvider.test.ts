import { expect, test } from 'vitest'
import { quoteProvider } from '../functions/_shared/ai/quoteProvider.ts'

test.each([
  ['Incorrect API key provided: my-secret-123.', 'Incorrect API key provided: [key].'],
  ['Incorrect API key provided: sk-proj-ab12****cd34.', 'Incorrect API key provided: [key].'],
  ['bad AIzaSyD-abcdefg_1234', 'bad [key]'],
  ['header was "Bearer abc.def.ghi"', 'header was "[key]'],
  ['GET /v1?api_key=abc&x=1', 'GET /v1?[key]'],
  ['a\n\u0007b\u202e<script>alert(1)</script> c', 'a b alert(1) c'],
  ['', ''],
  ['The risk-free task was asked for', 'The risk-free task was asked for'],
])('%j is passed on as %j', (said, quoted) => {
  expect(quoteProvider(said, ['my-secret-123', ''])).toBe(quoted)
})

test('no more than 200 characters are passed on', () => {
  expect(quoteProvider('x'.repeat(100_000), [])).toBe(`${'x'.repeat(200)}…`)
  expect(quoteProvider('<'.repeat(10_000_000), [])).toBe(`${'<'.repeat(200)}…`)
})
