import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Functions, startFunctions } from '../../dev/test/startFunctions.ts'
import {
  type SpeechBehaviour,
  type SpeechTwin,
  speechTwinKey,
  startSpeechTwin,
  tone,
} from '../../dev/twins/startSpeechTwin.ts'

let twin: SpeechTwin
let functions: Functions
let keyless: Functions
beforeAll(async () => {
  twin = await startSpeechTwin()
  functions = await startFunctions(twin.environment)
  keyless = await startFunctions({})
})
afterAll(async () => {
  await Promise.all([functions.stop(), keyless.stop(), twin.stop()])
})

const audio = tone().toString('base64')
const say = { text: 'Hello there.' }
const hear = { audio_base64: audio }

async function call(name: string, body: object, on = functions): Promise<{ status: number; body: unknown }> {
  const response = await on.call(name, body)
  return { status: response.status, body: await response.json() }
}

test('a text becomes audio with its type, in the voice that was asked for', async () => {
  twin.behave('answers')
  expect(await call('text-to-speech', { ...say, voice: 'coral', audio_format: 'wav' })).toEqual({
    status: 200,
    body: { audio_base64: audio, media_type: 'audio/wav', voice: 'coral', model: 'gpt-4o-mini-tts' },
  })
  expect(twin.requests).toHaveLength(1)
  const [request] = twin.requests
  expect(request?.authorization).toBe(`Bearer ${speechTwinKey}`)
  expect(JSON.parse(request?.body ?? '')).toEqual({
    model: 'gpt-4o-mini-tts',
    input: 'Hello there.',
    voice: 'coral',
    response_format: 'wav',
  })
})

test('audio becomes text, with its bytes on the wire', async () => {
  twin.behave('answers')
  expect(await call('speech-to-text', hear)).toMatchObject({
    status: 200,
    body: { text: 'What was said.', model: 'gpt-transcribe' },
  })
  expect(twin.requests[0]?.path).toBe('/v1/audio/transcriptions')
  expect(twin.requests[0]?.body).toContain(tone().toString('latin1'))
  expect(twin.requests[0]?.body).toContain('audio.wav')
})

test.each([
  ['limits', 429, 'rate-limited'],
  ['refuses-the-key', 503, 'not-configured'],
  ['has-no-model', 503, 'not-configured'],
  ['refuses-the-request', 400, 'tool-input-invalid'],
  ['breaks', 502, 'upstream-failed'],
  ['sends-a-page', 502, 'upstream-failed'],
  ['sends-json', 502, 'upstream-failed'],
  ['sends-nothing', 502, 'upstream-failed'],
] as const)(
  'a service that %s is a failure with a sentence and no secret',
  async (behaviour, status, code) => {
    twin.behave(behaviour satisfies SpeechBehaviour)
    for (const [name, body] of [
      ['text-to-speech', say],
      ['speech-to-text', hear],
    ] as const) {
      const answer = await call(name, body)
      expect(answer).toMatchObject({ status, body: { error: { code } } })
      const text = JSON.stringify(answer.body)
      expect(text).toMatch(/The (?:speech|transcription) service /)
      expect(text).not.toMatch(/sk-twin|hunter2|127\.0\.0\.1/)
    }
    expect(functions.log()).not.toContain(speechTwinKey)
  },
)

test('without a key it is said which variable is missing', async () => {
  expect(await call('text-to-speech', say, keyless)).toMatchObject({
    status: 503,
    body: { error: { code: 'not-configured', message: expect.stringContaining('SPEECH_API_KEY') } },
  })
  expect(await call('speech-to-text', hear, keyless)).toMatchObject({
    status: 503,
    body: { error: { code: 'not-configured', message: expect.stringContaining('TRANSCRIPTION_API_KEY') } },
  })
})

test("OpenAI's key is not sent to another's address", async () => {
  twin.behave('answers')
  const own = await startFunctions({
    OPENAI_API_KEY: 'sk-openai-only',
    SPEECH_BASE_URL: twin.environment['SPEECH_BASE_URL'] ?? '',
  })
  await call('text-to-speech', say, own)
  await own.stop()
  expect(twin.requests).toHaveLength(1)
  expect(twin.requests[0]?.authorization).not.toContain('sk-openai-only')
})

test.each([
  ['text-to-speech', { text: '  ' }],
  ['text-to-speech', { text: 'x'.repeat(4097) }],
  ['text-to-speech', { text: 'x', audio_format: 'exe' }],
  ['speech-to-text', { audio_base64: 'not base64!' }],
  ['speech-to-text', {}],
])('%s refuses %o', async (name, body) => {
  expect(await call(name, body)).toMatchObject({
    status: 400,
    body: { error: { code: 'tool-input-invalid' } },
  })
})

test('a caller who goes away ends the question', async () => {
  twin.behave('hangs')
  const leaving = new AbortController()
  const answer = functions.call('text-to-speech', say, { signal: leaving.signal })
  await expect.poll(() => twin.requests.length).toBe(1)
  leaving.abort()
  await expect(answer).rejects.toThrow()
})
