import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aiTiers } from '../../contract/ai/aiTiers.ts'
import { deepseekChat } from '../../contract/tools/deepseekChat.ts'
import { geminiChat } from '../../contract/tools/geminiChat.ts'
import { kimiChat } from '../../contract/tools/kimiChat.ts'
import { wanAiChat } from '../../contract/tools/wanAiChat.ts'
import { type AiBehaviour, type AiTwin, startAiTwin } from '../../dev/twins/aiTwin.ts'
import { type Functions, startFunctions } from '../../dev/test/startFunctions.ts'

let twin: AiTwin
let functions: Functions
let impatient: Functions
let keyless: Functions
beforeAll(async () => {
  twin = await startAiTwin()
  functions = await startFunctions(twin.environment)
  impatient = await startFunctions({ ...twin.environment, AI_FIRST_CONTENT_SECONDS: '0.5' })
  keyless = await startFunctions({})
})
afterAll(async () => {
  await Promise.all([functions.stop(), impatient.stop(), keyless.stop(), twin.stop()])
})

const messages = [{ role: 'user', content: 'hello' }]
const chats = [
  { tool: geminiChat, tier: aiTiers.gemini, cost: 0.0008, currency: 'USD' },
  { tool: deepseekChat, tier: aiTiers.deepseek, cost: 0.0018, currency: 'CNY' },
  { tool: kimiChat, tier: aiTiers.kimi, cost: 0.00175, currency: 'USD' },
  { tool: wanAiChat, tier: aiTiers['wan-ai'], cost: 0.000244, currency: 'USD' },
] as const

describe.each(chats)('$tool.name', ({ tool, tier, cost, currency }) => {
  const call = async (body: object = { messages }, on = functions) => {
    const { functionName } = tool.toRequest({
      messages: [],
      model: null,
      temperature: null,
      max_tokens: null,
    })
    const response = await on.call(functionName, body)
    const answer: unknown = await response.json()
    return { status: response.status, body: answer }
  }
  const failWith = async (behaviour: AiBehaviour, body?: object) => {
    twin.behave({ [tier.id]: behaviour })
    return call(body, behaviour === 'hangs' ? impatient : functions)
  }

  test('asks its provider alone, and gives content, model and usage', async () => {
    twin.behave({})
    expect(await call()).toEqual({
      status: 200,
      body: {
        content: `${tier.id} heard: hello`,
        model: tier.model,
        complete: true,
        usage: { input_tokens: 1000, output_tokens: 200, cost: expect.closeTo(cost, 9), currency },
      },
    })
    expect(twin.requests).toMatchObject([{ tier: tier.id }])
    expect(JSON.stringify(twin.requests[0]?.body)).not.toMatch(/temperature|max_?(output_?)?tokens/i)
  })

  test('passes on a classic model, temperature and limit; what that costs is not known', async () => {
    twin.behave({})
    const { body } = await call({ messages, model: tier.classicModel, temperature: 0, max_tokens: 77 })
    expect(body).toMatchObject({
      model: tier.classicModel,
      usage: { input_tokens: 1000, cost: null, currency: null },
    })
    const [request] = twin.requests
    expect(`${request?.path} ${JSON.stringify(request?.body)}`).toContain(tier.classicModel)
    expect(JSON.stringify(request?.body)).toMatch(/"temperature":0\b/)
    expect(JSON.stringify(request?.body)).toMatch(/"(max_tokens|maxOutputTokens)":77\b/)
  })

  test('without its key says which variable to set', async () => {
    expect(await call({ messages }, keyless)).toMatchObject({
      status: 503,
      body: {
        error: {
          code: 'not-configured',
          message: expect.stringContaining(`${tier.label} is not set up: ${tier.variables.key} is missing.`),
        },
      },
    })
  })

  test.each([
    ['rate-limits', 'rate-limited', 429],
    ['refuses-the-key', 'not-configured', 503],
    ['has-no-quota', 'upstream-failed', 502],
    ['has-retired-the-model', 'not-configured', 503],
    ['refuses-the-request', 'tool-input-invalid', 400],
    ['finds-it-too-long', 'tool-input-invalid', 400],
    ['fails', 'upstream-failed', 502],
    ['answers-as-a-web-page', 'upstream-failed', 502],
    ['sends-broken-json', 'upstream-failed', 502],
    ['answers-nothing', 'upstream-failed', 502],
    ['resets', 'upstream-failed', 502],
    ['hangs', 'tool-timed-out', 504],
  ] as const)('whose provider %s answers %s', async (behaviour, code, status) => {
    const answer = await failWith(behaviour)
    expect(answer).toMatchObject({ status, body: { error: { code } } })
    expect(answer.body).toHaveProperty('error.message', expect.stringMatching(/^[^\n<>]+\.$/))
    expect(answer.body).toHaveProperty(
      'error.message',
      expect.stringContaining(`${tier.label} (${tier.model}) `),
    )
    expect(JSON.stringify(answer.body)).not.toContain('sk-twin')
  })

  test('takes a model that is gone for the caller’s mistake where the caller chose it', async () => {
    const body = { messages, model: tier.classicModel }
    expect(await failWith('has-retired-the-model', body)).toMatchObject({
      status: 400,
      body: {
        error: { code: 'tool-input-invalid', message: expect.stringContaining(tier.classicModel ?? '') },
      },
    })
  })

  test('is asked again at once after a failure: who names a provider means it', async () => {
    await failWith('refuses-the-key')
    twin.behave({})
    expect(await call()).toMatchObject({ status: 200 })
  })

  test('keeps what came of an answer that breaks off, and says that it is not whole', async () => {
    expect(await failWith('resets-midway')).toMatchObject({
      status: 200,
      body: { content: 'Half an answer', complete: false, usage: { input_tokens: null, cost: null } },
    })
  })
})

test('ai_chat without any key names every variable that would help', async () => {
  const response = await keyless.call('ai-chat', { message: 'hello' })
  expect(response.status).toBe(503)
  const body: unknown = await response.json()
  expect(body).toMatchObject({ error: { code: 'not-configured' } })
  for (const { variables } of Object.values(aiTiers)) {
    expect(body).toHaveProperty(
      'error.message',
      expect.stringMatching(new RegExp(`${variables.key}|${variables.baseUrl}`)),
    )
  }
})

test('an endpoint of one’s own needs an address and a model, and no key', async () => {
  const { variables } = aiTiers.compatible
  const environment = Object.entries(twin.environment).filter(
    ([name]) => name === variables.baseUrl || name === variables.model,
  )
  const own = await startFunctions(Object.fromEntries(environment))
  try {
    twin.behave({})
    const response = await own.call('ai-chat', { message: 'hello' })
    expect(await response.json()).toMatchObject({ provider: 'compatible', model: 'own-model' })
    expect(twin.requests[0]?.headers.authorization).toBeUndefined()
  } finally {
    await own.stop()
  }
})

test('nothing of all this was logged', () => {
  expect(functions.log() + impatient.log() + keyless.log()).not.toMatch(/sk-twin|hello|Half an answer|Error/)
})
