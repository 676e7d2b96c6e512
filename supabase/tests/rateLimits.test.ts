import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AiTwin, startAiTwin } from '../../dev/twins/aiTwin.ts'
import { type Functions, startFunctions } from '../../dev/test/startFunctions.ts'
import { createRateLimit } from '../functions/_shared/createRateLimit.ts'

test('a full minute may be used at once, and comes back bit by bit', () => {
  let now = 0
  const limit = createRateLimit(60, () => now)
  for (let call = 0; call < 60; call++) expect(limit.take('ada')).toBe(0)
  expect(limit.take('ada')).toBe(1000)
  now = 500
  expect(limit.take('ada')).toBe(500)
  now = 1000
  expect(limit.take('ada')).toBe(0)
  expect(limit.take('ada')).toBe(1000)
  now = 10_000_000
  for (let call = 0; call < 60; call++) expect(limit.take('ada')).toBe(0)
  expect(limit.take('ada')).toBeGreaterThan(0)
})

test('nobody pays for another, also when very many come', () => {
  const limit = createRateLimit(1, () => 0)
  for (let user = 0; user < 25_000; user++) expect(limit.take(`user ${user}`)).toBe(0)
  expect(limit.take('user 0')).toBe(60_000)
})

let ai: AiTwin
let functions: Functions
beforeAll(async () => {
  ai = await startAiTwin()
  functions = await startFunctions({
    ...ai.environment,
    SPENDING_CALLS_PER_MINUTE: '3',
    WRITING_CALLS_PER_MINUTE: 'many',
  })
})
afterAll(async () => {
  await Promise.all([functions.stop(), ai.stop()])
})

test('who calls too often is told how long to wait, over all functions together', async () => {
  const ask = () => functions.call('ai-chat', { message: 'hello' })
  const chat = () => functions.call('gemini-chat', { messages: [{ role: 'user', content: 'hello' }] })
  expect((await ask()).status).toBe(200)
  expect((await chat()).status).toBe(200)
  expect((await ask()).status).toBe(200)
  const refused = await chat()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(await refused.json()).toMatchObject({
    error: {
      code: 'rate-limited',
      message: expect.stringMatching(
        /^You may make 3 calls that cost money a minute\. Try again in \d+ s\.$/,
      ),
    },
  })
})

test('a limit that is no number is said to be', async () => {
  const response = await functions.call('remember', { content: 'x' })
  expect(response.status).toBe(503)
  expect(JSON.stringify(await response.json())).toContain('WRITING_CALLS_PER_MINUTE is not a number of calls')
})
