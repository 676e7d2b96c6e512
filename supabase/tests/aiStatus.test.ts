import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aiStatusAnswer, aiTestAnswer } from '../../contract/ai/aiStatus.ts'
import { aiTierIds, type AiTierId } from '../../contract/ai/aiTiers.ts'
import { type AiTwin, startAiTwin } from '../../dev/twins/aiTwin.ts'
import { type Functions, startFunctions } from '../../dev/test/startFunctions.ts'

let twin: AiTwin
let functions: Functions
let seen = ''
beforeAll(async () => {
  twin = await startAiTwin()
})
beforeEach(async () => {
  twin.behave({})
  functions = await startFunctions({ ...twin.environment, AI_FIRST_CONTENT_SECONDS: '2' })
  return () => functions.stop()
})
afterAll(() => twin.stop())

async function post(body: object, on: Functions = functions): Promise<unknown> {
  const response = await on.call('ai-status', body)
  const text = await response.text()
  seen += text
  expect(response.status, text).toBe(200)
  return JSON.parse(text)
}
const status = async (on?: Functions) => aiStatusAnswer.parse(await post({}, on))
const statusOf = async (id: AiTierId, on?: Functions) =>
  (await status(on)).tiers.find((tier) => tier.id === id)
const ask = async (id: AiTierId) => aiTestAnswer.parse(await post({ test: id }))

/** Functions with settings of their own, for as long as `work` takes. */
async function withSettings<Outcome>(
  environment: Readonly<Record<string, string>>,
  work: (own: Functions) => Promise<Outcome>,
): Promise<Outcome> {
  const own = await startFunctions(environment)
  try {
    return await work(own)
  } finally {
    await own.stop()
  }
}

test('every provider that is set up is listed with its model, context and price, and nobody is asked', async () => {
  const { tiers, problem } = await status()
  expect(problem).toBeNull()
  expect(tiers.map(({ id, place, setup }) => [id, place, setup])).toEqual(
    aiTierIds.map((id, index) => [id, index + 1, 'ready']),
  )
  expect(tiers[0]).toMatchObject({
    label: 'OpenAI',
    missing: [],
    problem: null,
    model: 'gpt-6-luna',
    contextTokens: 1_050_000,
    price: { input: 0.1, output: 0.5, currency: 'USD', asOf: '2026-10' },
    rest: null,
    last: null,
  })
  expect(tiers.at(-1)).toMatchObject({ model: 'own-model', contextTokens: null, price: null })
  expect(twin.requests).toEqual([])
})

test('it is told which speech services are set up', async () => {
  const speechWith = (environment: Readonly<Record<string, string>>) =>
    withSettings(environment, async (own) => (await status(own)).speech)
  expect(await speechWith({})).toEqual({ speaks: false, hears: false })
  expect(await speechWith({ SPEECH_API_KEY: 'sk-speech' })).toEqual({ speaks: true, hears: false })
  expect(await speechWith({ TRANSCRIPTION_BASE_URL: 'http://127.0.0.1:9/v1' })).toEqual({
    speaks: false,
    hears: true,
  })
  expect(await speechWith({ OPENAI_API_KEY: 'sk-openai', SPEECH_BASE_URL: 'nowhere' })).toEqual({
    speaks: false,
    hears: true,
  })
})

test('without any key each says what it lacks', async () => {
  await withSettings({ OPENAI_COMPATIBLE_MODEL: 'qwen3' }, async (own) => {
    const { tiers } = await status(own)
    expect(tiers.map(({ setup, missing }) => [setup, ...missing])).toEqual([
      ['lacking', 'OPENAI_API_KEY'],
      ['lacking', 'GEMINI_API_KEY'],
      ['lacking', 'DEEPSEEK_API_KEY'],
      ['lacking', 'OPENROUTER_API_KEY'],
      ['lacking', 'WAN_AI_API_KEY'],
      ['lacking', 'OPENAI_COMPATIBLE_BASE_URL'],
    ])
    const response = await own.call('ai-status', { test: 'kimi' })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('Kimi is not set up: OPENROUTER_API_KEY is missing.')
  })
})

test('a wrong address is told at its provider and breaks no other', async () => {
  await withSettings({ ...twin.environment, GEMINI_BASE_URL: 'localhost:1234' }, async (own) => {
    expect(await statusOf('gemini', own)).toMatchObject({
      setup: 'wrong',
      problem: 'GEMINI_BASE_URL is not an http or https address. Correct it.',
    })
    expect(await statusOf('openai', own)).toMatchObject({ setup: 'ready' })
    expect(await post({ test: 'openai' }, own)).toMatchObject({ ok: true })
    expect((await own.call('ai-status', { test: 'gemini' })).status).toBe(503)
  })
})

test('AI_TIERS decides the order and who is left out; the price of another model is not known', async () => {
  const environment = { ...twin.environment, AI_TIERS: 'kimi,openai', OPENAI_MODEL: 'gpt-4o-mini' }
  await withSettings(environment, async (own) => {
    const { tiers } = await status(own)
    expect(tiers.map(({ id, place }) => [id, place]).slice(0, 3)).toEqual([
      ['kimi', 1],
      ['openai', 2],
      ['gemini', null],
    ])
    expect(tiers).toHaveLength(aiTierIds.length)
    expect(tiers[1]).toMatchObject({ model: 'gpt-4o-mini', contextTokens: null, price: null })
  })
})

test('settings of the chain that are wrong are said, and the list is there', async () => {
  const environment = { ...twin.environment, AI_TIERS: 'claude', AI_IDLE_SECONDS: 'soon' }
  await withSettings(environment, async (own) => {
    const { tiers, problem } = await status(own)
    expect(problem).toMatch(/^AI_TIERS names an unknown provider\..*AI_IDLE_SECONDS is not a number/)
    expect(tiers).toHaveLength(aiTierIds.length)
  })
})

test('a test asks one provider a short question, and says how long that took and what it cost', async () => {
  const answer = await ask('deepseek')
  expect(answer).toMatchObject({
    ok: true,
    model: 'deepseek-flash',
    failure: null,
    reason: null,
    usage: { input_tokens: 1000, output_tokens: 200, cost: expect.closeTo(0.0018, 9), currency: 'CNY' },
  })
  expect(answer.duration_ms).toBeGreaterThan(0)
  expect(twin.requests.map(({ tier }) => tier)).toEqual(['deepseek'])
  const asked = JSON.stringify(twin.requests[0]?.body)
  expect(asked).toContain('Answer with the word OK.')
  expect(asked).toMatch(/"max_tokens":256\b/)
  expect(asked).not.toContain('temperature')
  expect(await statusOf('deepseek')).toMatchObject({ rest: null, last: { failure: null, reason: null } })
})

test.each([
  ['rate-limits', 'rate-limited', /is rate limiting requests \(status 429\)/, 20],
  ['has-no-quota', 'quota-used-up', /no credit left/, 600],
  ['refuses-the-key', 'key-refused', /refuses the key \(status 401\)/, 600],
  ['has-retired-the-model', 'model-not-found', /does not have the model/, 600],
  ['fails', 'server-error', /failed on its side/, 0],
  ['answers-as-a-web-page', 'malformed', /a web page/, 0],
  ['stops-without-a-word', 'empty', /answered with nothing/, 0],
  ['hangs', 'timed-out', /gave no sign of an answer for 2 s/, 0],
  ['resets', 'unreachable', /cannot be reached/, 0],
  ['resets-midway', 'cut-off', /stopped in the middle/, 0],
] as const)('a provider that %s fails its test with a sentence, and its status says so', async (...row) => {
  const [behaviour, failure, words, restSeconds] = row
  twin.behave({ openai: behaviour })
  const answer = await ask('openai')
  expect(answer).toMatchObject({ ok: false, failure, reason: expect.stringMatching(words) })
  expect(answer.reason).toMatch(/^OpenAI \(gpt-6-luna\) /)
  const tier = await statusOf('openai')
  expect(tier?.last).toMatchObject({ failure, reason: expect.stringMatching(words) })
  if (restSeconds === 0) expect(tier?.rest).toBeNull()
  else {
    expect(tier?.rest?.because).toMatch(words)
    expect(tier?.rest?.ms).toBeGreaterThan((restSeconds - 10) * 1000)
    expect(tier?.rest?.ms).toBeLessThanOrEqual(restSeconds * 1000)
  }
})

test('what ai_chat met is seen, and a test that succeeds has it asked again', async () => {
  const chat = () => functions.call('ai-chat', { message: 'what only the asker knows' })
  twin.behave({ openai: 'refuses-the-key' })
  await chat()
  expect(await statusOf('openai')).toMatchObject({
    rest: { because: 'refuses the key (status 401)' },
    // Not what the provider said, which may repeat somebody's question.
    last: { failure: 'key-refused', reason: 'refuses the key (status 401)' },
  })
  expect(await statusOf('gemini')).toMatchObject({ rest: null, last: { failure: null } })

  twin.behave({})
  expect(await (await chat()).json()).toMatchObject({ provider: 'gemini' })
  expect(await ask('openai')).toMatchObject({ ok: true })
  expect(await statusOf('openai')).toMatchObject({ rest: null, last: { failure: null } })
  expect(await (await chat()).json()).toMatchObject({ provider: 'openai', attempts: [{ ok: true }] })
})

test('what a provider’s own tool met is seen too, but not of a model the caller chose', async () => {
  const chat = (model: string | null) =>
    functions.call('gemini-chat', { messages: [{ role: 'user', content: 'hello' }], model })
  twin.behave({ gemini: 'has-retired-the-model' })
  await chat('gemini-0')
  expect(await statusOf('gemini')).toMatchObject({ rest: null, last: null })
  await chat(null)
  expect(await statusOf('gemini')).toMatchObject({ last: { failure: 'model-not-found' } })
  expect((await statusOf('gemini'))?.rest?.ms).toBeGreaterThan(0)
})

test('who leaves during a test leaves no trace of it', async () => {
  twin.behave({ openai: 'hangs' })
  const leaving = new AbortController()
  const asked = functions.call('ai-status', { test: 'openai' }, { signal: leaving.signal })
  await expect.poll(() => twin.requests.length).toBe(1)
  leaving.abort()
  await expect(asked).rejects.toThrow()
  await expect.poll(() => twin.requests[0]?.isAborted, { timeout: 5000 }).toBe(true)
  expect(await statusOf('openai')).toMatchObject({ last: null, rest: null })
})

test('tests count as calls that cost money', async () => {
  await withSettings({ ...twin.environment, SPENDING_CALLS_PER_MINUTE: '1' }, async (own) => {
    expect(await post({ test: 'kimi' }, own)).toMatchObject({ ok: true })
    const response = await own.call('ai-status', { test: 'kimi' })
    expect(response.status).toBe(429)
    expect(await response.text()).toContain('You may make 1 calls that cost money a minute.')
    expect(await status(own)).toBeDefined()
  })
})

test.each([{ test: 'claude' }, { test: 7 }, { tier: 'openai' }, []])('%j is refused', async (body) => {
  const response = await functions.call('ai-status', body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { code: 'tool-input-invalid' } })
})

test('no key was in any answer', () => {
  expect(seen).toContain('gpt-6-luna')
  expect(seen).not.toMatch(/sk-|127\.0\.0\.1/)
})
