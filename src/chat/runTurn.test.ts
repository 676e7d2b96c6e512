import type { UIMessageChunk } from 'ai'
import { expect, test } from 'vitest'
import { chatLimits, type ChatMessage, type ChatRequest, type Observation } from '../../contract/chat/chat.ts'
import { AppError } from '../../contract/errors.ts'
import type { ChatActivity } from './chatState.ts'
import { runTurn } from './runTurn.ts'

type Chunk = UIMessageChunk
/** The model's chunks for one request, or the fault instead. */
type Answer = readonly Chunk[] | AppError | ((signal: AbortSignal) => AsyncIterable<Chunk>)

const told = { step: { provider: 'openai', model: 'm', usage: null }, complete: true }
const begin: readonly Chunk[] = [{ type: 'start' }, { type: 'start-step' }]
const end = (metadata: unknown = told): readonly Chunk[] => [
  { type: 'finish-step' },
  { type: 'finish', messageMetadata: metadata },
]
const words = (text: string): readonly Chunk[] => [
  { type: 'text-start', id: text },
  ...(text.match(/\s*\S+/g) ?? []).map((delta) => ({ type: 'text-delta' as const, id: text, delta })),
  { type: 'text-end', id: text },
]
let calls = 0
const call = (code: string, toolCallId = `call-${calls++}`): readonly Chunk[] => {
  const input = { code }
  return [
    { type: 'tool-input-start', toolCallId, toolName: 'execute_python' },
    { type: 'tool-input-delta', toolCallId, inputTextDelta: JSON.stringify(input) },
    { type: 'tool-input-available', toolCallId, toolName: 'execute_python', input },
  ]
}
const say = (text: string): readonly Chunk[] => [...begin, ...words(text), ...end()]
const run = (...codes: readonly string[]): readonly Chunk[] => [
  ...begin,
  ...codes.flatMap((code) => call(code)),
  ...end(),
]
const fault = (code: 'upstream-failed' | 'ai-unavailable'): Chunk => ({
  type: 'error',
  errorText: JSON.stringify(new AppError(code, 'It broke.').toBody()),
})

const empty: ChatMessage = {
  id: '6b1f0d5e-0000-4000-8000-000000000001',
  role: 'assistant',
  parts: [],
  metadata: { state: 'writing', steps: [], error: null, reruns: {}, answered_by: 'model' },
  created_at: '2026-01-01T00:00:00Z',
}
const seen: Observation = {
  ok: true,
  stdout: '',
  result: '42',
  error: null,
  artifacts: [],
  ms: 1,
  execution_id: 'run',
}

interface Play {
  readonly message?: ChatMessage
  readonly observe?: (code: string) => Observation
  readonly stopAt?: (message: ChatMessage) => boolean
}

async function play(answers: readonly Answer[], { message = empty, observe, stopAt }: Play = {}) {
  const stopping = new AbortController()
  const requests: ChatRequest[] = []
  const ran: string[] = []
  const activities: ChatActivity[] = []
  const left = [...answers]
  let last: ChatMessage | undefined
  let withoutModel = 0
  await runTurn({
    ports: {
      async *ask(request) {
        requests.push(request)
        const answer = left.shift()
        if (answer === undefined) throw new Error('asked too often')
        if (answer instanceof AppError) throw answer
        yield* typeof answer === 'function' ? answer(stopping.signal) : answer
      },
      whenReachable: () => Promise.resolve(),
    },
    signal: stopping.signal,
    message,
    toRequest: ({ id, role, parts }) => ({
      messages: [{ id, role, parts }],
      python_first: true,
      executor: 'browser',
      python_place: 'browser',
      conversation_id: null,
      message_id: null,
      summary: null,
      session: null,
      allow: [],
      continues: false,
    }),
    runStep: ({ input: { code } }) => {
      ran.push(code)
      return Promise.resolve(observe?.(code) ?? seen)
    },
    // Whether words are shown before the answer is whole depends on how fast it comes.
    onActivity: (activity) => {
      if (activity !== 'answering' && activities.at(-1) !== activity) activities.push(activity)
    },
    onMessage: (next) => {
      last = next
      if (stopAt?.(next) === true) stopping.abort(new DOMException('Stopped.', 'AbortError'))
    },
    answerWithoutModel: () => {
      withoutModel++
      return Promise.resolve()
    },
  })
  const text = (last?.parts ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : []))
  const { state, error, steps = [] } = last?.metadata ?? {}
  return { last, text, state, error, steps, requests, ran, activities, withoutModel, left: left.length }
}

test('an answer in words ends the turn', async () => {
  const turn = await play([say('Hello to you.')])
  expect(turn).toMatchObject({ text: ['Hello to you.'], state: 'complete', error: null, steps: [told.step] })
  expect(turn.activities).toEqual(['asking'])
})

test('code runs, is observed, and the model is asked again until it answers in words', async () => {
  const turn = await play([run('6 * 7'), say('It is 42.')])
  expect(turn).toMatchObject({ ran: ['6 * 7'], text: ['It is 42.'], state: 'complete' })
  expect(turn.steps).toHaveLength(2)
  expect(turn.requests[1]?.messages[0]?.parts).toContainEqual(
    expect.objectContaining({ state: 'output-available', output: seen }),
  )
  expect(turn.activities).toEqual(['asking', 'running', 'asking'])
})

test('several calls of one answer run in their order', async () => {
  expect(await play([run('a', 'b', 'c'), say('Done.')])).toMatchObject({ ran: ['a', 'b', 'c'], left: 0 })
})

test('a turn asks no more often than it may, whatever the model does', async () => {
  const turn = await play(Array.from({ length: 20 }, (_, n) => run(String(n))))
  expect(turn.requests).toHaveLength(chatLimits.steps)
  expect(turn.state).toBe('complete')
})

test('input that is no code goes back to the model as an error', async () => {
  const wrong: readonly Chunk[] = [
    ...begin,
    {
      type: 'tool-input-error',
      toolCallId: 'w',
      toolName: 'execute_python',
      input: { script: 1 },
      errorText: 'code is missing',
    },
    ...end(),
  ]
  const turn = await play([wrong, say('Then in words.')])
  expect(turn).toMatchObject({ ran: [], state: 'complete', text: ['Then in words.'] })
  expect(turn.requests[1]?.messages[0]?.parts).toContainEqual(
    expect.objectContaining({ state: 'output-error', errorText: 'code is missing' }),
  )
})

const attempt = (ok: boolean): Chunk => ({
  type: 'data-attempt',
  data: {
    provider: 'openai',
    model: 'm',
    ok,
    failure: ok ? null : 'cut-off',
    reason: null,
    status: null,
    duration_ms: 1,
  },
})

test('a stream that breaks off keeps its words and says why; going on joins what comes', async () => {
  const half: readonly Chunk[] = [
    ...begin,
    { type: 'text-start', id: 't' },
    { type: 'text-delta', id: 't', delta: 'Once upon' },
    attempt(false),
    fault('upstream-failed'),
  ]
  const broken = await play([half])
  expect(broken).toMatchObject({
    text: ['Once upon'],
    state: 'cut-off',
    error: { code: 'upstream-failed', message: 'It broke.' },
  })
  if (!broken.last) throw new Error('nothing was told')
  const rest = [...begin, ...words(' a time.'), attempt(true), ...end()]
  const whole = await play([rest], { message: broken.last })
  expect(whole.requests[0]?.continues).toBe(true)
  expect(whole).toMatchObject({ text: ['Once upon a time.'], state: 'complete', error: null })
})

test('a connection that is lost in mid-answer is the same', async () => {
  const turn = await play([
    async function* () {
      yield* begin
      yield* words('Half of it')
      throw new TypeError('network error')
    },
  ])
  expect(turn).toMatchObject({
    text: ['Half of it'],
    state: 'cut-off',
    error: { code: 'backend-unreachable' },
  })
})

test('code that was not whole when the stream broke off is not run', async () => {
  const half: readonly Chunk[] = [
    ...begin,
    { type: 'tool-input-start', toolCallId: 'h', toolName: 'execute_python' },
    { type: 'tool-input-delta', toolCallId: 'h', inputTextDelta: '{"code": "import os' },
    fault('upstream-failed'),
  ]
  const turn = await play([half])
  expect(turn.ran).toEqual([])
  expect(turn.last?.parts.some(({ type }) => type === 'tool-execute_python')).toBe(false)
})

test('an answer at its limit of tokens is cut off', async () => {
  expect(await play([[...begin, ...words('One, two,'), ...end({ ...told, complete: false })]])).toMatchObject(
    {
      state: 'cut-off',
      error: null,
    },
  )
})

test('when no provider answers, the message says so', async () => {
  const refused = await play([new AppError('ai-unavailable', 'No AI provider answered.')])
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'ai-unavailable' } })
  const inStream = await play([[{ type: 'start' }, fault('ai-unavailable')]])
  expect(inStream).toMatchObject({ state: 'failed', error: { code: 'ai-unavailable' } })
})

test('a backend that is away is waited for, and the message is sent once it is there', async () => {
  const away = new AppError('backend-unreachable')
  const turn = await play([away, away, say('Here I am.')])
  expect(turn).toMatchObject({ state: 'complete', text: ['Here I am.'] })
  expect(turn.activities).toEqual(['asking', 'waiting', 'asking', 'waiting', 'asking'])
  expect(turn.requests[0]).toEqual(turn.requests[2])
})

test('without a model another answers, but not in the middle of a turn', async () => {
  const none = new AppError('not-configured')
  expect(await play([none])).toMatchObject({ withoutModel: 1, last: undefined })
  expect(await play([run('1'), none])).toMatchObject({ withoutModel: 0, state: 'failed' })
})

test('stopping in the middle of the words keeps them', async () => {
  const turn = await play(
    [
      async function* (signal) {
        yield* begin
        yield* words('Some words')
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    ],
    { stopAt: ({ parts }) => parts.some((part) => part.type === 'text' && part.text === 'Some words') },
  )
  expect(turn).toMatchObject({ state: 'stopped', text: ['Some words'], error: null })
})

test('stopping while Python runs asks no model again', async () => {
  const stopped = { ...seen, ok: false, result: null, error: 'The script was stopped.' }
  const turn = await play([run('while True: pass', 'never'), say('Never said.')], {
    observe: () => stopped,
    stopAt: ({ parts }) =>
      parts.some((part) => part.type === 'tool-execute_python' && part.state === 'output-available'),
  })
  expect(turn).toMatchObject({ state: 'stopped', ran: ['while True: pass'], left: 1 })
  expect(turn.last?.parts).toContainEqual(expect.objectContaining({ state: 'output-error' }))
})

test('what a provider sends beside is left out, and broken parts lose nothing else', async () => {
  const noisy: readonly Chunk[] = [
    ...begin,
    { type: 'reasoning-start', id: 'r' },
    { type: 'reasoning-delta', id: 'r', delta: 'hm' },
    { type: 'reasoning-end', id: 'r' },
    { type: 'data-secret', data: 'x' } as Chunk,
    { type: 'data-attempt', data: { provider: 'nobody' } } as Chunk,
    ...words('Fine.'),
    ...end(),
  ]
  const turn = await play([noisy])
  expect(turn.last?.parts.map(({ type }) => type)).toEqual(['step-start', 'text'])
})

test('calls of one id, or of one without end, each run and each keep what came of them', async () => {
  const long = 'x'.repeat(5000)
  const sent = [...begin, ...call('1', 'same'), ...call('2', 'same'), ...call('3', long), ...end()]
  const { ran, last } = await play([sent, [...begin, ...call('4', 'same'), ...end()], say('Done.')])
  expect(ran).toEqual(['1', '2', '3', '4'])
  const steps = last?.parts.filter((part) => part.type === 'tool-execute_python') ?? []
  expect(steps).toMatchObject(
    ['1', '2', '3', '4'].map((code) => ({ state: 'output-available', input: { code } })),
  )
  expect(new Set(steps.map(({ toolCallId }) => toolCallId)).size).toBe(4)
})
