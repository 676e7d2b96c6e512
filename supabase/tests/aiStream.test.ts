import { readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aiTierIds } from '../../contract/ai/aiTiers.ts'
import { readErrorBody } from '../../contract/errors.ts'
import { aiAttempt } from '../../contract/tools/aiAnswer.ts'
import { type AiTwin, startAiTwin } from '../../dev/twins/aiTwin.ts'
import { type Functions, startFunctions } from '../../dev/test/startFunctions.ts'
import { startOwnFunctions } from '../../dev/test/startOwnFunctions.ts'

let twin: AiTwin
let functions: Functions
beforeAll(async () => {
  twin = await startAiTwin()
  functions = await startFunctions({ ...twin.environment, AI_COOL_DOWN_SECONDS: '0' })
})
afterAll(async () => {
  await Promise.all([functions.stop(), twin.stop()])
})

const openStream = (body: object = { message: 'hello' }, signal?: AbortSignal): Promise<Response> =>
  functions.call('ai-chat', body, { accept: 'text/event-stream', ...(signal ? { signal } : {}) })

/** The chunks of an answer with the time each came at. */
async function* readChunks(response: Response): AsyncGenerator<UIMessageChunk> {
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString()
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = event.replace(/^data: /, '')
      if (data !== '[DONE]') yield JSON.parse(data)
    }
  }
}

/** The message as the AI SDK's own reader puts it together, and the error that ended it. */
async function readMessage(response: Response) {
  let message: UIMessage | undefined
  let errorText: string | undefined
  const chunks = new ReadableStream<UIMessageChunk>({
    async start(controller) {
      for await (const chunk of readChunks(response)) {
        if (chunk.type === 'error') errorText = chunk.errorText
        controller.enqueue(chunk)
      }
      controller.close()
    },
  })
  for await (const state of readUIMessageStream({ stream: chunks, onError: () => undefined })) message = state
  const parts = message?.parts ?? []
  return {
    text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    attempts: parts.flatMap((part) => (part.type === 'data-attempt' ? [aiAttempt.parse(part.data)] : [])),
    metadata: message?.metadata,
    error: errorText === undefined ? undefined : readErrorBody(JSON.parse(errorText)),
  }
}

test('who accepts events gets the AI SDK’s message stream, with attempts, model and usage', async () => {
  twin.behave({ openai: 'is-overloaded' })
  const response = await openStream()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('x-vercel-ai-ui-message-stream')).toBe('v1')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(await readMessage(response)).toEqual({
    text: 'gemini heard: hello',
    attempts: [
      expect.objectContaining({ provider: 'openai', ok: false, failure: 'server-error' }),
      expect.objectContaining({ provider: 'gemini', ok: true }),
    ],
    metadata: {
      provider: 'gemini',
      model: 'gemini-3.5-flash-lite',
      usage: { input_tokens: 1000, output_tokens: 200, cost: 0.0008, currency: 'USD' },
    },
    error: undefined,
  })
  expect(twin.requests[0]?.body).toMatchObject({ model: 'gpt-6-luna', reasoning_effort: 'none' })
})

test('the answer comes while it is made', async () => {
  twin.behave({ openai: 'answers-slowly' })
  const chunks = readChunks(await openStream({ message: 'one two three four five' }))
  for await (const chunk of chunks) if (chunk.type === 'text-delta') break
  // The first words are here, and the provider is still speaking.
  expect(twin.requests).toMatchObject([{ tier: 'openai', endedAt: null }])
})

test.each(['resets-midway', 'ends-midway', 'errs-midway'] as const)(
  'when a tier %s, what came stands and an error part says so',
  async (behaviour) => {
    twin.behave({ openai: behaviour })
    const { text, attempts, error } = await readMessage(await openStream())
    expect(text).toBe('Half an answer')
    expect(attempts).toMatchObject([{ provider: 'openai', ok: false, failure: 'cut-off' }])
    expect(error).toMatchObject({
      code: 'upstream-failed',
      message: expect.stringMatching(/^The model stopped in the middle of its answer.*is kept\.$/),
    })
  },
)

test('when all fail, the stream ends with every attempt and an error part with every reason', async () => {
  const failing = { openai: 'refuses-the-key', gemini: 'fails', deepseek: 'resets' } as const
  twin.behave({ ...failing, kimi: 'fails', 'wan-ai': 'fails', compatible: 'fails' })
  const { text, attempts, error } = await readMessage(await openStream())
  expect(text).toBe('')
  expect(attempts.map(({ provider }) => provider)).toEqual(aiTierIds)
  expect(error).toMatchObject({ code: 'ai-unavailable', status: 503 })
  for (const { reason } of attempts) expect(error?.message).toContain(reason)
  expect(JSON.stringify({ attempts, error })).not.toContain('sk-twin')
})

test('a wrong call is refused with its status, before there is a stream', async () => {
  const response = await openStream({ message: '' })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { code: 'tool-input-invalid' } })
})

test('a caller who leaves in mid-answer ends the request at the provider', async () => {
  twin.behave({ openai: 'stalls-midway' })
  const leaving = new AbortController()
  const chunks = readChunks(await openStream(undefined, leaving.signal))
  for await (const chunk of chunks) if (chunk.type === 'text-delta') break
  leaving.abort()
  await expect.poll(() => twin.requests[0]?.isAborted, { timeout: 5000 }).toBe(true)
})

test('the answer comes while it is made through the gateway, too', async () => {
  twin.behave({ openai: 'answers-slowly' })
  const backend = await startOwnFunctions({ environment: twin.environment })
  try {
    const { accessToken } = await backend.signUp()
    const response = await fetch(`${backend.url}/functions/v1/ai-chat`, {
      method: 'POST',
      headers: {
        apikey: backend.publishableKey,
        authorization: `Bearer ${accessToken}`,
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ message: 'one two three four five' }),
    })
    for await (const chunk of readChunks(response)) if (chunk.type === 'text-delta') break
    expect(twin.requests).toMatchObject([{ tier: 'openai', endedAt: null }])
  } finally {
    await backend.stop()
  }
})

test('nothing of all this was logged', () => {
  expect(functions.log()).not.toMatch(/sk-twin|hello|Half an answer|Error/)
})
