import { describe, expect, test } from 'vitest'
import { AppError } from '../../contract/errors.ts'
import { withoutRedirects } from '../../contract/run/guardedCalls.ts'
import type { FunctionRequest } from '../../contract/tools/defineTool.ts'
import { defaultLimits, type ChosenLimits, type ToolReply } from '../../contract/run/workerProtocol.ts'
import { callKey } from '../journal/callKey.ts'
import type { AskedCall, ToolHost } from './createToolHost.ts'
import type { CallFunction } from './CallFunction.ts'
import { openHost } from './tests/openHost.ts'

/** A host whose outside is this test: what it asks for and what it writes is kept. */
function newHost(callFunction: CallFunction, chosen: Partial<ChosenLimits> = {}) {
  const opened = openHost({ callFunction, chosen })
  return { ...opened, ask: asking(opened.host) }
}

const asking =
  (host: ToolHost) =>
  (tool: string, toolArguments: unknown): Promise<ToolReply> =>
    replyOf(host, { tool, argumentsJson: JSON.stringify(toolArguments), at: 3, callId: 0 })

const replyOf = (host: ToolHost, call: AskedCall, onText?: (text: string) => void) =>
  new Promise<ToolReply>((resolve) => void host.answer(call, resolve, onText))

const answering =
  (answer: unknown, requests: FunctionRequest[] = []): CallFunction =>
  async (request) => {
    requests.push(request)
    return answer
  }

test('a call goes to its function with defaults filled in, and its answer comes back as JSON', async () => {
  const requests: FunctionRequest[] = []
  const { ask, recorded, events } = newHost(answering([1], requests))
  expect(await ask('match_memories', { query: 'x' })).toEqual({ ok: true, json: '[1]' })
  expect(requests).toEqual([
    { functionName: 'match_memories', body: { query: 'x', limit: 10, threshold: 0 } },
  ])
  expect(events.slice(2).map(({ type }) => type)).toEqual(['tool-call-started', 'tool-call-ended'])
  expect(recorded).toMatchObject([
    {
      execution_id: 'e',
      seq: 0,
      tool: 'match_memories',
      function_name: 'match_memories',
      call_key: callKey('match_memories', { query: 'x', limit: 10, threshold: 0 }),
      occurrence: 0,
      request: { query: 'x', limit: 10, threshold: 0 },
      response: [1],
      status: 'completed',
      offset_ms: 3,
    },
  ])
})

test('the log gets no secrets, the function and the script get what was sent', async () => {
  const key = 'sk-0123456789abcdef0123'
  const requests: FunctionRequest[] = []
  const { ask, recorded } = newHost(answering({ password: 'hunter2', echo: `it was ${key}` }, requests))
  const call = { function_name: 'echoes', payload: { api_key: key, n: 1 } }
  expect(await ask('invoke_function', call)).toMatchObject({ json: expect.stringContaining(key) })
  expect(requests).toMatchObject([{ body: { api_key: key } }])
  expect(recorded).toMatchObject([
    {
      call_key: callKey('invoke_function', call),
      request: { function_name: 'echoes', payload: { api_key: '[redacted]', n: 1 } },
      response: { password: '[redacted]', echo: 'it was [redacted]' },
    },
  ])
  const failing = newHost(() => Promise.reject(new AppError('function-failed', `It says: ${key}`)))
  await failing.ask('invoke_function', { function_name: 'echoes' })
  expect(failing.recorded).toMatchObject([{ error: { message: 'It says: [redacted]' } }])
})

test('equal calls share a key and are counted, also where one spells out a default', async () => {
  const { ask, recorded } = newHost(answering(null))
  await ask('match_memories', { query: 'x' })
  await ask('match_memories', { query: 'x', limit: 10, threshold: 0 })
  await ask('match_memories', { query: 'y' })
  expect(recorded.map(({ occurrence, seq }) => [seq, occurrence])).toEqual([
    [0, 0],
    [1, 1],
    [2, 0],
  ])
  expect(recorded[0]?.call_key).toBe(recorded[1]?.call_key)
})

describe('what Python and the function wrote is passed on and kept to the last digit', () => {
  const payload = '{"2031":5.0,"2029":9007199254740993,"n":-0.0,"__proto__":{"x":1e2}}'
  const argumentsJson = `{"function_name":"echoes","payload":${payload}}`
  const exactly =
    (requests: FunctionRequest[]): CallFunction =>
    async (request, { onJson }) => {
      requests.push(request)
      onJson?.(payload)
      return JSON.parse(payload)
    }

  test('both ways', async () => {
    const requests: FunctionRequest[] = []
    const { host, recorded, calls } = newHost(exactly(requests))
    const call = { tool: 'invoke_function', argumentsJson, at: 0, callId: 0 }
    expect(await replyOf(host, call)).toEqual({ ok: true, json: payload })
    expect(requests).toMatchObject([{ functionName: 'echoes', json: payload }])
    expect(recorded).toMatchObject([
      {
        request_text: argumentsJson,
        response_text: payload,
        request: { payload: { 2029: '9007199254740993', 2031: 5 } },
        response: { 2029: '9007199254740993', n: -0 },
      },
    ])
    expect(calls()).toMatchObject([{ requestJson: argumentsJson, responseJson: payload }])
    // Calls that differ in the last digit are not equal.
    const other = { ...call, argumentsJson: argumentsJson.replace('993', '992'), callId: 1 }
    await replyOf(host, other)
    expect(recorded.map(({ occurrence }) => occurrence)).toEqual([0, 0])
  })

  test('with secrets taken out of the text, too', async () => {
    const { ask, recorded } = newHost(answering(null))
    await ask('invoke_function', { function_name: 'echoes', payload: { password: 'hunter2', n: 1 } })
    expect(recorded[0]?.request_text).toBe(
      '{"function_name":"echoes","payload":{"password":"[redacted]","n":1}}',
    )
  })

  test('or an integer that the function would round is refused', async () => {
    const { host, recorded } = newHost(() => Promise.reject(new Error('the function was called')))
    for (const integer of ['9007199254740993', '-1152921504606846976', '1'.repeat(60)]) {
      const argumentsJson = `{"event_type":"x","payload":{"n":[${integer}]}}`
      const reply = await replyOf(host, { tool: 'ecosystem_webhook', argumentsJson, at: 0, callId: 0 })
      expect(reply).toMatchObject({
        ok: false,
        error: {
          code: 'tool-input-invalid',
          message: expect.stringMatching(
            /^ecosystem_webhook\(\): the integer -?\d{16,40}…? is beyond 2\*\*53 and would be rounded\. Send it as text\.$/,
          ),
        },
      })
      expect(recorded.at(-1)?.request_text).toBe(argumentsJson)
    }
  })
})

describe('a call that cannot be made is answered without the network, and recorded', () => {
  const never: CallFunction = () => Promise.reject(new Error('the function was called'))
  test.for([
    ['an unknown tool', 'no_tool', '{}', 'tool-unknown'],
    ['a tool named like a property of objects', 'constructor', '{}', 'tool-unknown'],
    ['wrong arguments', 'match_memories', '{"query": 1}', 'tool-input-invalid'],
    ['arguments that are no JSON', 'match_memories', '{', 'tool-input-invalid'],
    ['half a character', 'remember', '{"content": "\\ud83d"}', 'tool-input-invalid'],
    ['half a character in a name', 'invoke_function', '{"payload": {"\\ud83d": 1}}', 'tool-input-invalid'],
    [
      'a number beyond all numbers',
      'invoke_function',
      '{"function_name": "echoes", "payload": {"n": 1e999}}',
      'tool-input-invalid',
    ],
    ['too much', 'remember', JSON.stringify({ content: 'x'.repeat(2_000_000) }), 'request-too-large'],
  ] as const)('%s', async ([, tool, argumentsJson, code]) => {
    const { host, recorded } = newHost(never)
    expect(await replyOf(host, { tool, argumentsJson, at: 0, callId: 0 })).toMatchObject({
      ok: false,
      error: { code },
    })
    expect(recorded).toMatchObject([{ status: 'failed', function_name: null, error: { code } }])
  })
})

test("a function's fault keeps its code and status", async () => {
  const { ask, recorded } = newHost(() => Promise.reject(new AppError('function-failed', 'It broke.', 418)))
  expect(await ask('remember', { content: 'x' })).toEqual({
    ok: false,
    error: {
      code: 'function-failed',
      message: 'It broke.',
      status: 418,
      retryable: false,
      pythonClass: 'ToolError',
    },
  })
  expect(recorded[0]?.error).toEqual({ code: 'function-failed', message: 'It broke.', status: 418 })
})

test('abort ends what is pending on the wire, and refuses what comes later', async () => {
  let isAborted = false
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const { host, ask, recorded } = newHost(
    (_request, { signal }) =>
      new Promise((_resolve, reject) => {
        begin()
        signal.addEventListener('abort', () => {
          isAborted = true
          reject(signal.reason)
        })
      }),
  )
  const pending = ask('remember', { content: 'x' })
  await begun
  host.abort()
  expect((await pending).ok).toBe(false)
  expect(isAborted).toBe(true)
  expect((await ask('remember', { content: 'y' })).ok).toBe(false)
  expect(recorded.map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
})

test('a run may make so many calls and no more; the rest fail without the network', async () => {
  const requests: FunctionRequest[] = []
  const { ask, recorded } = newHost(answering(1, requests))
  const replies = await Promise.all(
    Array.from({ length: defaultLimits.toolCalls + 1 }, () => ask('match_memories', { query: 'x' })),
  )
  expect(replies.at(-2)).toEqual({ ok: true, json: '1' })
  expect(replies.at(-1)).toMatchObject({ ok: false, error: { code: 'tool-budget-exceeded' } })
  expect(requests.length).toBe(defaultLimits.toolCalls)
  expect(recorded.filter(({ error }) => error?.code === 'tool-budget-exceeded')).toHaveLength(1)

  const more = await Promise.all(Array.from({ length: 500 }, () => ask('match_memories', { query: 'x' })))
  expect(more.every((reply) => !reply.ok && reply.error.code === 'tool-budget-exceeded')).toBe(true)
  expect(recorded).toHaveLength(defaultLimits.toolCalls + 100)
})

test('calls beyond those allowed at once wait for their turn', async () => {
  let underWay = 0
  let most = 0
  const { ask } = newHost(async () => {
    most = Math.max(most, ++underWay)
    await Promise.resolve()
    underWay--
    return null
  })
  await Promise.all(Array.from({ length: 200 }, () => ask('match_memories', { query: 'x' })))
  expect(most).toBe(defaultLimits.toolCallsAtOnce)
})

test('how many calls a run may make, and how many at once, can be chosen', async () => {
  let underWay = 0
  let most = 0
  const { ask } = newHost(
    async () => {
      most = Math.max(most, ++underWay)
      await Promise.resolve()
      underWay--
      return null
    },
    { toolCalls: 5, toolCallsAtOnce: 2 },
  )
  const replies = await Promise.all(Array.from({ length: 6 }, () => ask('match_memories', { query: 'x' })))
  expect(replies.filter(({ ok }) => ok)).toHaveLength(5)
  expect(replies[5]).toMatchObject({ error: { message: expect.stringContaining('5 tool calls') } })
  expect(most).toBe(2)
})

test('a stream gives its text as it comes, and ends on the wire when nobody listens any more', async () => {
  const heard: string[] = []
  let signal: AbortSignal | undefined
  const { host, recorded } = newHost(async (_request, options) => {
    signal = options.signal
    options.onText?.('Half ')
    options.onText?.('an answer')
    await new Promise((_resolve, reject) =>
      options.signal.addEventListener('abort', () => reject(options.signal.reason as Error)),
    )
  })
  const argumentsJson = JSON.stringify({ message: 'hello' })
  const reply = replyOf(host, { tool: 'ai_chat_stream', argumentsJson, at: 0, callId: 7 }, (text) =>
    heard.push(text),
  )
  await expect.poll(() => heard).toEqual(['Half ', 'an answer'])
  host.cancel(6)
  expect(signal?.aborted).toBe(false)
  host.cancel(7)
  expect(await reply).toMatchObject({ ok: false })
  expect(signal?.aborted).toBe(true)
  expect(recorded).toMatchObject([{ tool: 'ai_chat_stream', function_name: 'ai-chat', status: 'cancelled' }])
})

test('a call that is answered from elsewhere reaches no function, asks nobody, and is logged as cached', async () => {
  const asked: unknown[] = []
  const { host, recorded } = openHost({
    callFunction: () => Promise.reject(new Error('the function was called')),
    needsApproval: () => true,
    answerCall(key, occurrence, call) {
      asked.push([key, occurrence, call])
      return occurrence === 0
        ? { ok: true, json: '[1.0]' }
        : { ok: false, error: new AppError('function-failed', 'It broke then.', 418) }
    },
  })
  const ask = asking(host)
  const request = { query: 'x', limit: 10, threshold: 0 }
  expect(await ask('match_memories', { query: 'x' })).toEqual({ ok: true, json: '[1.0]' })
  expect(await ask('match_memories', request)).toMatchObject({ ok: false, error: { status: 418 } })
  const key = callKey('match_memories', request)
  expect(asked).toEqual([
    [key, 0, { tool: 'match_memories', request }],
    [key, 1, { tool: 'match_memories', request }],
  ])
  expect(recorded).toMatchObject([
    { status: 'completed', response: [1], response_text: '[1.0]', cached: true },
    { status: 'failed', error: { code: 'function-failed', message: 'It broke then.' }, cached: true },
  ])
})

test('without an answer from elsewhere the function is called; calls that fail their checks are not looked up', async () => {
  const requests: FunctionRequest[] = []
  const asked: string[] = []
  const { host, recorded } = openHost({
    callFunction: answering('from the function', requests),
    async answerCall(_key, _occurrence, { tool }) {
      asked.push(tool)
      return undefined
    },
  })
  const ask = asking(host)
  expect(await ask('match_memories', { query: 'x' })).toEqual({ ok: true, json: '"from the function"' })
  expect((await ask('no_tool', {})).ok).toBe(false)
  expect(asked).toEqual(['match_memories'])
  expect(requests).toHaveLength(1)
  expect(recorded.map(({ cached }) => cached)).toEqual([false, false])
})

test('a journal that breaks down fails the call and no other', async () => {
  const { host } = openHost({
    callFunction: answering(1),
    answerCall: (_key, _occurrence, { tool }) =>
      tool === 'remember' ? Promise.reject(new Error('torn page')) : undefined,
  })
  const ask = asking(host)
  expect(await ask('remember', { content: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'function-failed', message: expect.stringContaining('torn page') },
  })
  expect(await ask('match_memories', { query: 'x' })).toEqual({ ok: true, json: '1' })
})

test('abort ends open calls before it returns, those that ask too, and each call ends once', async () => {
  const { host, events } = openHost({
    callFunction: () => new Promise(() => {}),
    needsApproval: ({ effect }) => effect === 'write',
  })
  const replies = Promise.all([
    asking(host)('remember', { content: 'x' }),
    asking(host)('match_memories', { query: 'x' }),
  ])
  host.abort()
  host.decide(0, 'allow')
  const types = () =>
    events.slice(2).map((event) => ('call' in event ? [event.type, event.call] : event.type))
  const ended = [
    ['tool-call-started', 0],
    ['tool-call-asked', 0],
    ['tool-call-started', 1],
    ['tool-call-decided', 0],
    ['tool-call-ended', 0],
    ['tool-call-ended', 1],
  ]
  expect(types()).toEqual(ended)
  expect((await replies).map(({ ok }) => ok)).toEqual([false, false])
  expect(types()).toEqual(ended)
})

test('a run that ends while a journal looks for an answer asks nobody and calls nothing', async () => {
  let found = () => {}
  const { host, events } = openHost({
    callFunction: () => Promise.reject(new Error('the function was called')),
    needsApproval: () => true,
    answerCall: () => new Promise((resolve) => (found = () => resolve(undefined))),
  })
  const reply = asking(host)('remember', { content: 'x' })
  host.abort()
  found()
  expect((await reply).ok).toBe(false)
  expect(events.slice(2).map(({ type }) => type)).toEqual(['tool-call-started', 'tool-call-ended'])
})

test('a stream that is answered from elsewhere gives its pieces', async () => {
  const heard: string[] = []
  const { host, events } = openHost({
    callFunction: () => Promise.reject(new Error('the function was called')),
    answerCall: () => ({ ok: true, json: '{"model":"m"}', texts: ['Hel', 'lo'] }),
  })
  const argumentsJson = JSON.stringify({ message: 'hello' })
  const call = { tool: 'ai_chat_stream', argumentsJson, at: 0, callId: 0 }
  expect(await replyOf(host, call, (text) => heard.push(text))).toMatchObject({ ok: true })
  expect(heard).toEqual(['Hel', 'lo'])
  expect(events.slice(2).map(({ type }) => type)).toEqual([
    'tool-call-started',
    'tool-call-streamed',
    'tool-call-streamed',
    'tool-call-ended',
  ])
})

test('calls that begin within one millisecond keep their order in the log by time, too', async () => {
  const { ask, recorded } = newHost(async ({ body }) => {
    // The first call takes longer than the others.
    if (JSON.stringify(body).includes('"0"')) await new Promise((resolve) => setTimeout(resolve, 5))
    return null
  })
  await Promise.all(Array.from({ length: 20 }, (_, n) => ask('match_memories', { query: String(n) })))
  const bySeq = recorded.toSorted((one, other) => one.seq - other.seq).map((row) => row.started_at)
  expect(bySeq).toEqual(bySeq.toSorted())
})

test('a question that nobody answers in time denies its call, and a late Allow changes nothing', async () => {
  const requests: FunctionRequest[] = []
  const { host, events } = openHost({
    callFunction: answering(null, requests),
    needsApproval: () => true,
    decisionLimits: { callMs: 20, runMs: 60_000 },
  })
  expect(await asking(host)('remember', { content: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'tool-denied', message: 'Nobody allowed this call in time, so it was not made.' },
  })
  host.decide(0, 'allow')
  expect(requests).toEqual([])
  expect(events.slice(2)).toMatchObject([
    { type: 'tool-call-started' },
    { type: 'tool-call-asked' },
    { type: 'tool-call-decided', choice: 'expired' },
    { type: 'tool-call-ended', status: 'failed' },
  ])
})

test('a run may wait so long in all, however many calls it makes one after the other', async () => {
  const { host } = openHost({
    callFunction: answering(null),
    needsApproval: () => true,
    decisionLimits: { callMs: 60_000, runMs: 50 },
  })
  for (let call = 0; call < 3; call++)
    expect(await asking(host)('remember', { content: 'x' })).toMatchObject({ error: { code: 'tool-denied' } })
})

test('a call that nobody could decide is refused with the reason, without a question', async () => {
  const { host, events } = openHost({
    callFunction: () => Promise.reject(new Error('the function was called')),
    needsApproval: () => new AppError('tool-denied', 'Nobody is there.'),
  })
  expect(await asking(host)('remember', { content: 'x' })).toMatchObject({
    error: { message: 'Nobody is there.' },
  })
  expect(events.slice(2).map(({ type }) => type)).toEqual(['tool-call-started', 'tool-call-ended'])
})

test('a restricted call is shown, keyed and sent as it was restricted', async () => {
  const requests: FunctionRequest[] = []
  const { host, recorded } = openHost({
    callFunction: answering(null, requests),
    restrict: (_tool, request) => ({ ...(request as object), limit: 1 }),
  })
  await asking(host)('match_memories', { query: 'x', limit: 50 })
  const restricted = { query: 'x', limit: 1, threshold: 0 }
  expect(requests).toMatchObject([{ body: restricted }])
  expect(recorded).toMatchObject([{ request: restricted, call_key: callKey('match_memories', restricted) }])
})

test('a body that Python wrote is sent as it was restricted, and refused where it would be rounded', async () => {
  const requests: FunctionRequest[] = []
  const { host } = openHost({ callFunction: answering(null, requests), restrict: withoutRedirects })
  await asking(host)('invoke_function', {
    function_name: 'browse-web',
    payload: { url: 'https://example.org' },
  })
  const restricted = { url: 'https://example.org', redirects: 'same_host' }
  expect(requests).toMatchObject([{ body: restricted, json: JSON.stringify(restricted) }])
  const rounded =
    '{"function_name": "browse-web", "payload": {"url": "https://example.org", "n": 9007199254740993}}'
  const call = { tool: 'invoke_function', argumentsJson: rounded, at: 3, callId: 0 }
  expect(await replyOf(host, call)).toMatchObject({ error: { code: 'tool-input-invalid' } })
})
