import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chatLimits, type ChatPart, type ChatRequest } from '../../contract/chat/chat.ts'
import { isPythonPart, needsNextStep, stepsOf } from '../../contract/chat/chatLoop.ts'
import { type AiTwin, startAiTwin } from '../../dev/twins/aiTwin.ts'
import { type Functions, startFunctions } from '../../dev/test/startFunctions.ts'
import { answered, observe, readChunks, readStep, says } from './chatStream.ts'

let twin: AiTwin
let functions: Functions
beforeAll(async () => {
  twin = await startAiTwin()
  functions = await startFunctions({ ...twin.environment, AI_COOL_DOWN_SECONDS: '0' })
})
beforeEach(() => twin.behave({}))
afterAll(async () => {
  await Promise.all([functions.stop(), twin.stop()])
})

type Asked = Partial<ChatRequest> & Pick<ChatRequest, 'messages'>
const post = (request: Asked, signal?: AbortSignal): Promise<Response> =>
  functions.call('ai-chat', request, { accept: 'text/event-stream', ...(signal ? { signal } : {}) })
const ask = async (request: Asked, before: readonly ChatPart[] = []) => readStep(await post(request), before)
const refusal = async (request: object, accept = 'text/event-stream') => {
  const response = await functions.call('ai-chat', request, { accept })
  return { status: response.status, ...(await response.json()).error }
}
const kinds = (parts: readonly ChatPart[]) => parts.map(({ type }) => type)
const lastText = (parts: readonly ChatPart[]) =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).at(-1)
const callsOf = (parts: readonly ChatPart[]) => parts.filter(isPythonPart)

test('a step with a call of Python comes as parts of one message, with who answered and what it took', async () => {
  twin.play([{ text: 'Let me see. ', python: '6 * 7' }])
  const { parts, metadata, error } = await ask({ messages: [says('What is 6 times 7?')] })
  expect(error).toBeUndefined()
  expect(kinds(parts)[0]).toBe('step-start')
  expect(kinds(parts).toSorted()).toEqual(['data-attempt', 'step-start', 'text', 'tool-execute_python'])
  expect(callsOf(parts)).toMatchObject([{ state: 'input-available', input: { code: '6 * 7' } }])
  expect(metadata).toEqual({
    step: {
      provider: 'openai',
      model: 'gpt-6-luna',
      usage: { input_tokens: 1000, output_tokens: 200, cost: 0.0002, currency: 'USD' },
    },
    complete: true,
  })
  expect(twin.asked()).toMatchObject([
    { tools: ['execute_python'], turns: [{ role: 'user', text: 'What is 6 times 7?' }] },
  ])
})

describe.each([
  ['openai', {}],
  ['gemini', { openai: 'is-overloaded' as const }],
] as const)('on the wire of %s', (provider, failing) => {
  test('the model is sent its calls with what came of them, and then answers in words', async () => {
    twin.play([
      { failing, text: 'Two things at once.', python: ['1 + 1', 'print("hi")'] },
      { failing, text: 'It is 2.' },
    ])
    const question = says('Add and greet')
    const first = await ask({ messages: [question] })
    const seen = observe(
      first.parts,
      { result: '2' },
      { ok: false, stdout: 'hi\n', error: 'NameError: x', artifacts: ['image/png'] },
    )
    expect(needsNextStep(seen)).toBe(true)
    const { parts, metadata } = await ask({ messages: [question, answered(seen)] }, seen)
    expect(metadata).toMatchObject({ step: { provider }, complete: true })
    expect(stepsOf(parts)).toBe(2)
    expect(needsNextStep(parts)).toBe(false)
    const { turns } = twin.asked().at(-1) ?? {}
    expect(turns?.slice(0, 2)).toMatchObject([
      { role: 'user', text: 'Add and greet' },
      {
        role: 'assistant',
        text: 'Two things at once.',
        calls: [
          { name: 'execute_python', input: { code: '1 + 1' } },
          { name: 'execute_python', input: { code: 'print("hi")' } },
        ],
      },
    ])
    const two = { ok: true, stdout: '', result: '2', error: null, artifacts: [], ms: 1 }
    const hi = {
      ok: false,
      stdout: 'hi\n',
      result: null,
      error: 'NameError: x',
      artifacts: ['image/png'],
      ms: 1,
    }
    expect(turns?.slice(2).flatMap(({ results }) => results)).toEqual([two, hi])
    expect(JSON.stringify(twin.requests.at(-1)?.body)).not.toContain('an-execution')
  })

  test.each([
    [
      'another tool',
      { name: 'python', arguments: { code: '1' } },
      /no tool named "python".*only one is execute_python/,
    ],
    ['a tool of Python', { name: 'browse_web', arguments: { url: 'x' } }, /await tools\.browse_web/],
    ['no code', { name: 'execute_python', arguments: { script: '1' } }, /takes \{"code": "…"\}/],
    ['code that is none', { name: 'execute_python', arguments: { code: 7 } }, /takes \{"code": "…"\}/],
  ])('a call with %s is told the model, which mends it', async (_what, call, told) => {
    twin.play([
      { failing, call },
      { failing, python: '1' },
    ])
    const question = says('One?')
    const { parts, error } = await ask({ messages: [question] })
    expect(error).toBeUndefined()
    expect(callsOf(parts)).toMatchObject([
      { state: 'output-error', input: call.arguments, errorText: expect.stringMatching(told) },
    ])
    expect(needsNextStep(parts)).toBe(true)
    const second = await ask({ messages: [question, answered(parts)] }, parts)
    expect(callsOf(second.parts)).toMatchObject([{}, { state: 'input-available', input: { code: '1' } }])
    const { turns = [] } = twin.asked().at(-1) ?? {}
    expect(turns.at(1)?.calls).toEqual([{ name: 'execute_python', input: call.arguments }])
    expect(JSON.stringify(turns.at(2)?.results)).toMatch(/execute_python/)
  })
})

const loop = async (question: string, most = 20) => {
  let parts: ChatPart[] = []
  const history = [says(question)]
  for (let asked = 0; asked < most; asked++) {
    const messages = parts.length === 0 ? history : [...history, answered(parts)]
    const step = await ask({ messages }, parts)
    if (step.error !== undefined || !needsNextStep(observe(step.parts))) return { ...step, messages }
    parts = observe(step.parts, ...outcomes(step.parts))
  }
  throw new Error('It never ended.')
}
/** Outcomes as if each script raised the error in its first line. */
const outcomes = (parts: readonly ChatPart[]) =>
  callsOf(parts).flatMap((part) => {
    if (part.state !== 'input-available') return []
    const [, error] = /^# raises (.*)/.exec(part.input.code) ?? []
    return [error === undefined ? {} : { ok: false, error: `Traceback: ${part.toolCallId}\n${error}` }]
  })

describe('a turn ends', () => {
  test('in words, at its eighth answer, for which there is no tool', async () => {
    twin.play((_request, index) => (index < 7 ? { python: `step(${index})` } : { text: 'That is all.' }))
    const { parts } = await loop('Work for ever')
    expect(stepsOf(parts)).toBe(chatLimits.steps)
    expect(lastText(parts)).toBe('That is all.')
    const asked = twin.asked()
    expect(asked.map(({ tools }) => tools.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 0])
    expect(asked[7]?.instructions).toMatch(/used up the steps.*Answer in words now/)
    expect(asked[6]?.instructions).not.toMatch(/used up the steps/)
  })

  test('with an error in plain words where the model calls Python all the same', async () => {
    twin.play(() => ({ python: 'again()' }))
    const { parts, error } = await loop('Work for ever')
    expect(twin.requests).toHaveLength(chatLimits.steps)
    expect(stepsOf(parts)).toBe(chatLimits.steps - 1)
    expect(error).toMatchObject({ code: 'upstream-failed', message: expect.stringContaining('in words') })
  })

  test('by what it said where it says something beside', async () => {
    twin.play(() => ({ text: 'On I go.', python: 'again()' }))
    const { parts, error } = await loop('Work for ever')
    expect(error).toBeUndefined()
    expect(callsOf(parts)).toHaveLength(chatLimits.steps - 1)
    expect(lastText(parts)).toBe('On I go.')
  })

  test('after three steps that failed alike, and the model is told why', async () => {
    const raises = (error: string) => ({ python: `# raises ${error}\n${Math.random()}` })
    twin.play([
      raises('ValueError: no'),
      raises('KeyError: no'),
      raises('KeyError: no'),
      raises('KeyError: no'),
      { text: 'It cannot be done.' },
    ])
    await loop('Fail')
    expect(twin.asked().map(({ tools }) => tools.length)).toEqual([1, 1, 1, 1, 0])
    expect(twin.asked().at(-1)?.instructions).toContain('Your last 3 steps failed with the same error')
  })

  test('on another provider, where one fails in the middle of it', async () => {
    twin.play([
      { python: 'a = 1' },
      { failing: { openai: 'is-overloaded' }, python: 'a + 1' },
      { failing: { openai: 'resets', gemini: 'rate-limits' }, text: '2' },
    ])
    const { parts, metadata } = await loop('Count')
    expect(metadata?.step.provider).toBe('deepseek')
    const attempts = parts.flatMap((part) => (part.type === 'data-attempt' ? [part.data.provider] : []))
    expect(attempts).toEqual(['openai', 'openai', 'gemini', 'openai', 'gemini', 'deepseek'])
    expect(
      twin
        .asked()
        .at(-1)
        ?.turns.flatMap(({ calls }) => calls),
    ).toMatchObject([{ input: { code: 'a = 1' } }, { input: { code: 'a + 1' } }])
  })
})

test('attempts stand in the step they belong to', async () => {
  twin.play([{ failing: { openai: 'is-overloaded' }, text: 'Hi' }])
  const { parts } = await ask({ messages: [says('Hello')] })
  expect(kinds(parts).slice(0, 2)).toEqual(['step-start', 'data-attempt'])
})

test('ids that a provider gave before are given anew', async () => {
  twin.play([{ python: '1' }])
  const first = await ask({ messages: [says('One')] })
  const [call] = callsOf(first.parts)
  const seen = observe(first.parts).map((part) =>
    part.type === 'tool-execute_python' ? { ...part, toolCallId: 'call_twin_0' } : part,
  )
  // The twin counts on, so the id it gives next is the one to have been taken.
  const next = `call_twin_${Number(call?.toolCallId.split('_').at(-1)) + 1}`
  const taken = seen.map((part) =>
    part.type === 'tool-execute_python' ? { ...part, toolCallId: next } : part,
  )
  twin.play([{ python: '2' }])
  const second = await ask({ messages: [says('One'), answered(taken)] }, taken)
  const ids = callsOf(second.parts).map(({ toolCallId }) => toolCallId)
  expect(ids[0]).toBe(next)
  expect(new Set(ids).size).toBe(2)
})

describe('an answer that is cut off', () => {
  test('by the connection keeps what came, says who gave it, and ends with the reason', async () => {
    twin.play([{ text: 'one two three four', isCutOff: true }])
    const { parts, metadata, error } = await ask({ messages: [says('Count')] })
    expect(parts.find(({ type }) => type === 'text')).toMatchObject({ text: 'one two ' })
    expect(metadata).toEqual({
      step: { provider: 'openai', model: 'gpt-6-luna', usage: null },
      complete: false,
    })
    expect(error?.message).toMatch(/stopped in the middle of its answer/)
  })

  test.each(['length', 'filter'] as const)('by %s is not complete', async (ends) => {
    twin.play([{ text: 'one two', ends }])
    const { metadata, error } = await ask({ messages: [says('Count')] })
    expect(error).toBeUndefined()
    expect(metadata?.complete).toBe(false)
  })

  test('is gone on with where it broke off', async () => {
    twin.play([{ text: 'one two three four', isCutOff: true }, { text: 'three four' }])
    const { parts } = await ask({ messages: [says('Count')] })
    const second = await ask({ messages: [says('Count'), answered(parts)], continues: true }, parts)
    expect(second.parts.filter(({ type }) => type === 'text')).toMatchObject([
      { text: 'one two ' },
      { text: 'three four' },
    ])
    expect(twin.asked().at(-1)?.turns).toMatchObject([
      { role: 'user', text: 'Count' },
      { role: 'assistant', text: expect.stringContaining('one two') },
      { role: 'user', text: expect.stringMatching(/Go on exactly where it stopped/) },
    ])
  })

  test('in the middle of its call is asked of the next provider', async () => {
    twin.play([{ python: 'x = 1'.repeat(20), isCutOff: true }, { python: 'x = 2' }])
    const { parts, metadata } = await ask({ messages: [says('Count')] })
    expect(metadata?.step.provider).toBe('gemini')
    expect(callsOf(parts)).toMatchObject([{ input: { code: 'x = 2' } }])
  })
})

test('when no provider answers, the step is empty but for the attempts, and can be asked for again', async () => {
  twin.play([{ python: '1' }])
  const first = await ask({ messages: [says('One')] })
  const seen = observe(first.parts, { result: '1' })
  twin.play([])
  const failed = await ask({ messages: [says('One'), answered(seen)] }, seen)
  expect(failed.error).toMatchObject({ code: 'ai-unavailable' })
  expect(failed.metadata).toBeUndefined()
  expect(stepsOf(failed.parts)).toBe(1)
  twin.play([{ text: 'One.' }])
  const again = await ask({ messages: [says('One'), answered(failed.parts)] }, failed.parts)
  expect(lastText(again.parts)).toBe('One.')
})

test('a plain chat has no tool and knows that', async () => {
  twin.play([{ text: 'Hello.' }])
  const { parts } = await ask({ messages: [says('Hello')], python_first: false })
  expect(lastText(parts)).toBe('Hello.')
  const [asked] = twin.asked()
  expect(asked?.tools).toEqual([])
  expect(asked?.instructions).toContain('You cannot run code')
  expect(asked?.instructions).not.toContain('browse_web')
})

test('a caller who goes away ends the request at the provider', async () => {
  twin.play([{ text: 'one two three', hangs: true }])
  const leaving = new AbortController()
  for await (const chunk of readChunks(await post({ messages: [says('Count')] }, leaving.signal))) {
    if (chunk.type === 'text-delta') break
  }
  leaving.abort()
  await expect.poll(() => twin.requests[0]?.isAborted, { timeout: 5000 }).toBe(true)
})

describe('a request is refused in a sentence', () => {
  const call = (state: 'input-available' | 'output-error'): ChatPart =>
    state === 'input-available'
      ? { type: 'tool-execute_python', toolCallId: 'a', state, input: { code: '1' } }
      : { type: 'tool-execute_python', toolCallId: 'a', state, input: {}, errorText: 'no' }
  const step = (part: ChatPart): ChatPart[] => [{ type: 'step-start' }, part]
  const question = says('One')
  test.each([
    ['without a word', { messages: [says('  ')] }, /has no text/],
    [
      'when it was answered',
      { messages: [question, answered(step({ type: 'text', text: '1' }))] },
      /has been answered/,
    ],
    [
      'with a step nobody observed',
      { messages: [question, answered(step(call('input-available')))] },
      /no observation yet/,
    ],
    [
      'with more steps than a turn has',
      { messages: [question, answered(Array.from({ length: 8 }, () => step(call('output-error'))).flat())] },
      /all of its 8 steps/,
    ],
    ['to go on with a question', { messages: [question], continues: true }, /no answer to continue/],
    [
      'with a part that no chat has',
      { messages: [{ role: 'user', parts: [{ type: 'file' }] }] },
      /messages\.0\.parts/,
    ],
    ['without messages', { messages: [] }, /messages/],
  ])('%s', async (_how, request, sentence) => {
    expect(await refusal(request)).toMatchObject({
      status: 400,
      code: 'tool-input-invalid',
      message: expect.stringMatching(sentence),
    })
    expect(twin.requests).toEqual([])
  })

  test('of more than a request may hold', async () => {
    const messages = Array.from({ length: 8 }, () => says('x'.repeat(99_000)))
    expect(await refusal({ messages })).toMatchObject({ status: 413, code: 'request-too-large' })
  })

  test('for a stream where the server would run the code, and for one piece where the caller would', async () => {
    const asked = { messages: [question] }
    expect(await refusal({ ...asked, executor: 'edge' })).toMatchObject({
      message: expect.stringContaining('the answer is JSON'),
    })
    expect(await refusal(asked, 'application/json')).toMatchObject({
      message: expect.stringContaining('text/event-stream'),
    })
  })
})

test('nothing of all this was logged', () => {
  expect(functions.log()).not.toMatch(/sk-twin|Count|again|Error/)
})
