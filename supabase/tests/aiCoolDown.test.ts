import { expect, test } from 'vitest'
import { aiChat } from '../../contract/tools/aiChat.ts'
import { startAiTwin } from '../../dev/twins/aiTwin.ts'
import { startFunctions } from '../../dev/test/startFunctions.ts'

test('a tier that asked for a pause is passed over until it ends, and is told as that', async () => {
  const twin = await startAiTwin()
  const functions = await startFunctions(twin.environment)
  const ask = async () => {
    const response = await functions.call('ai-chat', { message: 'hello' })
    return aiChat.result.parse(await response.json())
  }
  try {
    twin.behave({ openai: 'rate-limits', gemini: 'refuses-the-request' })
    expect((await ask()).attempts).toMatchObject([
      { failure: 'rate-limited' },
      { failure: 'request-refused' },
      {},
    ])

    twin.behave({})
    const { provider, attempts } = await ask()
    // A fault of the question itself caused no cool-down.
    expect(provider).toBe('gemini')
    expect(attempts).toMatchObject([
      {
        provider: 'openai',
        ok: false,
        failure: 'cooling-down',
        reason: expect.stringMatching(
          /^OpenAI \(gpt-6-luna\) is cooling down for another (20|19|18) s because it is rate limiting requests \(status 429\)\.$/,
        ),
      },
      { provider: 'gemini', ok: true },
    ])
    expect(twin.requests.map(({ tier }) => tier)).toEqual(['gemini'])
  } finally {
    await Promise.all([functions.stop(), twin.stop()])
  }
})

test('who rests is asked after all where nobody else is left, unless the provider asked for the pause', async () => {
  const twin = await startAiTwin()
  const functions = await startFunctions({ ...twin.environment, AI_TIERS: 'openai,gemini' })
  const ask = () => functions.call('ai-chat', { message: 'hello' })
  try {
    twin.behave({ openai: 'rate-limits', gemini: 'refuses-the-key' })
    expect((await ask()).status).toBe(503)

    twin.behave({})
    const { provider, attempts } = aiChat.result.parse(await (await ask()).json())
    expect(provider).toBe('gemini')
    expect(attempts).toMatchObject([
      { provider: 'openai', failure: 'cooling-down' },
      { provider: 'gemini', failure: 'cooling-down' },
      { provider: 'gemini', ok: true },
    ])
    expect(twin.requests.map(({ tier }) => tier)).toEqual(['gemini'])
    // It has mended: it is asked in its turn again.
    expect(aiChat.result.parse(await (await ask()).json()).attempts).toHaveLength(2)
  } finally {
    await Promise.all([functions.stop(), twin.stop()])
  }
})

test('a question ends at its time limit, whatever is still to be asked', async () => {
  const twin = await startAiTwin()
  const functions = await startFunctions({ ...twin.environment, AI_TOTAL_SECONDS: '2' })
  try {
    twin.behave({ openai: 'hangs' })
    const response = await functions.call('ai-chat', { message: 'hello' })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('did not finish within 2 s, the limit for a question')
    expect(twin.requests.map(({ tier }) => tier)).toEqual(['openai'])
  } finally {
    await Promise.all([functions.stop(), twin.stop()])
  }
})
