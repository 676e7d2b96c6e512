import { v4 as newId } from 'uuid'
import { expect, test } from 'vitest'
import { sharedBackend } from '../../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../../dev/test/signUpTestUser.ts'
import { createAiStatus } from './createAiStatus.ts'
import { call } from '../tests/openTab.ts'

const backend = sharedBackend
const { signal } = new AbortController()

const usage = (input: number | null, cost: number | null, currency: 'USD' | 'CNY' | null = 'USD') => ({
  input_tokens: input,
  output_tokens: input,
  cost,
  currency: cost === null ? null : currency,
})
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

/** A run with these calls, as the user's browser records one. */
async function addCalls(user: TestUser, calls: readonly Record<string, unknown>[]): Promise<string> {
  const id = newId()
  const run = await user.client.from('eliza_python_executions').insert({ id, code: 'asks' })
  expect(run.error).toBeNull()
  const rows = calls.map((each, seq) => ({ ...call(id, seq), status: 'completed', ...each }))
  const { error } = await user.client.from('eliza_tool_calls').insert(rows)
  expect(error).toBeNull()
  return id
}

const readUse = (user: TestUser) =>
  createAiStatus({
    supabase: user.client,
    callFunction: () => Promise.reject(new Error('no function is called')),
  }).readUse(signal)

test('calls of the last 30 days are added up by who answered, in each currency', async () => {
  const user = await signUpTestUser(backend)
  const attempts = [
    { provider: 'openai', ok: false, duration_ms: 900 },
    { provider: 'gemini', ok: true, duration_ms: 300 },
  ]
  const chat = { tool: 'ai_chat', function_name: 'ai-chat' }
  const deepseek = { tool: 'deepseek_chat', function_name: 'deepseek-chat' }
  const ofGemini = { provider: 'gemini', model: 'g', usage: usage(50, 0.25), attempts }
  const id = await addCalls(user, [
    { ...chat, started_at: minutesAgo(5), duration_ms: 1200, response: ofGemini },
    { ...chat, started_at: minutesAgo(9), response: { ...ofGemini, usage: usage(50, null) } },
    {
      // By its name alone.
      tool: 'invoke_function',
      function_name: 'extract-knowledge',
      started_at: minutesAgo(7),
      response: { provider: 'gemini', model: 'g', usage: usage(10, 0.5) },
    },
    {
      ...deepseek,
      started_at: minutesAgo(8),
      duration_ms: 70,
      response: { model: 'd', usage: usage(5, 4, 'CNY') },
    },
    // Calls that no provider answered count nowhere.
    { ...chat, started_at: minutesAgo(1), status: 'failed', response: null },
    { ...chat, started_at: minutesAgo(2), response: { provider: 'claude', usage: usage(1, 1) } },
    { tool: 'browse_web', function_name: 'browse-web', started_at: minutesAgo(3), response: ofGemini },
    { ...chat, started_at: minutesAgo(31 * 24 * 60), response: ofGemini },
  ])
  const stranger = await signUpTestUser(backend)
  await addCalls(stranger, [{ ...chat, started_at: minutesAgo(0), response: ofGemini }])

  const { uses, isCut } = await readUse(user)
  expect(isCut).toBe(false)
  expect(uses).toEqual({
    gemini: {
      calls: 3,
      tokens: 220,
      costs: [{ amount: 0.75, currency: 'USD' }],
      unpriced: 1,
      last: {
        at: expect.any(String),
        // Its own share of the call's 1200 ms.
        durationMs: 300,
        executionId: id,
        model: 'g',
        tokens: 100,
        cost: { amount: 0.25, currency: 'USD' },
      },
    },
    deepseek: {
      calls: 1,
      tokens: 10,
      costs: [{ amount: 4, currency: 'CNY' }],
      unpriced: 0,
      last: expect.objectContaining({ durationMs: 70, model: 'd' }),
    },
  })
})

test('an answer of another shape is taken for one that says nothing of tokens', async () => {
  const user = await signUpTestUser(backend)
  const chat = { tool: 'kimi_chat', function_name: 'kimi-chat' }
  await addCalls(user, [
    { ...chat, response: { usage: 'much', model: { name: 1 }, attempts: 'none' } },
    { ...chat, response: 'text' },
    { ...chat, response: null },
  ])
  const { uses } = await readUse(user)
  expect(uses.kimi).toMatchObject({ calls: 3, tokens: 0, costs: [], unpriced: 3 })
})

test('of very many calls the last thousand are counted, and that is told', async () => {
  const user = await signUpTestUser(backend)
  const response = { model: 'k', usage: usage(1, null) }
  const many = { tool: 'kimi_chat', function_name: 'kimi-chat', started_at: minutesAgo(1), response }
  await addCalls(
    user,
    Array.from({ length: 1001 }, () => many),
  )
  const { uses, isCut, mostCalls } = await readUse(user)
  expect([uses.kimi?.calls, isCut, mostCalls]).toEqual([1000, true, 1000])
})
