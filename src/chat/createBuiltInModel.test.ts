import { expect, test } from 'vitest'
import type { UIMessageChunk } from 'ai'
import type { ChatPart, ChatRequest, PythonPart } from '../../contract/chat/chat.ts'
import { chatRequest } from '../../contract/chat/chat.ts'
import { installModelTwin, type ModelTwinOptions } from '../../dev/twins/installModelTwin.ts'
import { createBuiltInAccess } from './createBuiltInAccess.ts'
import { createBuiltInModel } from './createBuiltInModel.ts'
import { readStep } from './readStep.ts'

const fence = '```'
const says = (text: string): ChatRequest['messages'][number] => ({
  id: '',
  role: 'user',
  parts: [{ type: 'text', text }],
})
const request = (change: Partial<ChatRequest> = {}): ChatRequest =>
  chatRequest.parse({ messages: [says('What is 6 times 7?')], ...change })

function start(options: ModelTwinOptions) {
  const page = {}
  const twin = installModelTwin(options, page)
  const access = createBuiltInAccess(page)
  const ask = createBuiltInModel(access)
  const read = (asked = request(), signal = new AbortController().signal) =>
    readStep(ask(asked, { signal }), { id: 'm', parts: [] }, () => undefined)
  return { twin, access, ask, read }
}

const codeOf = (parts: readonly ChatPart[]) => parts.filter((part) => part.type === 'tool-execute_python')

test('words are an answer', async () => {
  const { read, twin } = start({ answers: ['It is **42**.'] })
  const step = await read()
  expect(step.fault).toBeNull()
  expect(step.parts).toEqual([{ type: 'step-start' }, { type: 'text', text: 'It is **42**.', state: 'done' }])
  expect(step.metadata).toEqual({
    step: { provider: 'built-in', model: 'built-in', usage: null },
    complete: true,
  })
  expect(twin.asked).toMatchObject([
    [
      { role: 'system', content: expect.stringContaining('browse_web') },
      { role: 'user', content: 'What is 6 times 7?' },
    ],
  ])
  expect(twin.open).toBe(0)
})

test('a fence becomes a call of Python, and what would come after it is not waited for', async () => {
  const answer = `I calculate.\n${fence}python\n6 * 7\n${fence}\nIt will be 41.`
  const { read, twin } = start({ answers: [answer], hangs: true })
  const { parts, fault } = await read()
  expect(fault).toBeNull()
  expect(parts).toMatchObject([
    { type: 'step-start' },
    { type: 'text', text: 'I calculate.\n' },
    { type: 'tool-execute_python', state: 'input-available', input: { code: '6 * 7\n' } },
  ])
  expect(twin).toMatchObject({ open: 0, left: 1 })
})

test('while it is written the code is seen', async () => {
  const { ask } = start({ answers: [`${fence}python\nprint("é\\n")\nx = 1\n${fence}`] })
  const chunks: UIMessageChunk[] = []
  for await (const chunk of ask(request(), { signal: new AbortController().signal })) chunks.push(chunk)
  const deltas = chunks.flatMap((chunk) => (chunk.type === 'tool-input-delta' ? [chunk.inputTextDelta] : []))
  expect(deltas.length).toBeGreaterThan(3)
  expect(JSON.parse(`${deltas.join('')}"}`)).toEqual({ code: 'print("é\\n")\nx = 1\n' })
})

const ran = (change: Partial<Extract<PythonPart, { state: 'output-available' }>['output']>): ChatPart[] => [
  { type: 'step-start' },
  {
    type: 'tool-execute_python',
    toolCallId: crypto.randomUUID(),
    state: 'output-available',
    input: { code: '6 * 7' },
    output: {
      ok: true,
      stdout: '',
      result: '42',
      error: null,
      artifacts: [],
      ms: 1,
      execution_id: 'e',
      ...change,
    },
  },
]

test('what came of the code is the next question', async () => {
  const { read, twin } = start({ answers: ['It is 42.'] })
  const parts = ran({ stdout: 'ready\n' })
  await read(request({ messages: [says('What is 6 times 7?'), { id: '', role: 'assistant', parts }] }))
  expect(twin.asked[0]?.slice(1)).toEqual([
    { role: 'user', content: 'What is 6 times 7?' },
    { role: 'assistant', content: `${fence}python\n6 * 7\n${fence}` },
    { role: 'user', content: 'The code ran.\nPrinted:\nready\nResult: 42' },
  ])
})

test('after three equal errors it is told to use words, and fences are words', async () => {
  const { read, twin } = start({ answers: [`So:\n${fence}python\n1 / 0\n${fence}`] })
  const failed = () => ran({ ok: false, result: null, error: 'ZeroDivisionError: division by zero' })
  const parts = [...failed(), ...failed(), ...failed()]
  const step = await read(request({ messages: [says('Divide'), { id: '', role: 'assistant', parts }] }))
  expect(codeOf(step.parts)).toEqual([])
  expect(twin.asked[0]?.[0]?.content).toContain('write no more code')
})

test('without Python first it is told so, and fences are words', async () => {
  const { read, twin } = start({ answers: [`${fence}python\nx\n${fence}`] })
  const step = await read(request({ python_first: false }))
  expect(codeOf(step.parts)).toEqual([])
  expect(twin.asked[0]?.[0]?.content).toContain('cannot run code')
})

const long = Array.from({ length: 40 }, (_, i) => [
  says(`Question ${i} ${'x'.repeat(400)}`),
  { id: '', role: 'assistant' as const, parts: [{ type: 'text' as const, text: `Answer ${i}` }] },
]).flat()

test.each([false, true])(
  'of a long conversation the oldest is left out (nothing measured: %s)',
  async (measuresNothing) => {
    const { read, twin } = start({ answers: ['Yes.'], window: 4000, measuresNothing })
    const step = await read(request({ messages: [...long, says('And now?')] }))
    expect(step.fault).toBeNull()
    const asked = twin.asked.at(-1) ?? []
    expect(asked.at(-1)).toEqual({ role: 'user', content: 'And now?' })
    expect(asked[1]?.role).toBe('user')
    expect(asked.length).toBeGreaterThan(5)
    expect(JSON.stringify(asked)).toContain('Answer 39')
    expect(JSON.stringify(asked)).not.toContain('Question 0 ')
  },
)

test.each([
  ['NotSupportedError', 'ai-unavailable', /no model of its own/],
  ['NotAllowedError', 'ai-unavailable', /after a click/],
  ['QuotaExceededError', 'request-too-large', /fewer words/],
  ['NetworkError', 'upstream-failed', /could not fetch/],
  ['OperationError', 'upstream-failed', /failed/],
] as const)('%s before an answer is said in words', async (refuses, code, words) => {
  const { read } = start({ answers: ['x'], refuses })
  await expect(read()).rejects.toMatchObject({ code, message: expect.stringMatching(words) })
})

test('a question that is too long alone is said to be', async () => {
  const { read } = start({ answers: ['x'], window: 3000 })
  await expect(read(request({ messages: [says('y'.repeat(20_000))] }))).rejects.toMatchObject({
    code: 'request-too-large',
  })
})

test('no word is no answer', async () => {
  const { read } = start({ answers: ['  \n'] })
  const { fault } = await read()
  expect(fault).toMatchObject({ message: expect.stringContaining('answered with nothing') })
  const silent = start({ answers: [''] })
  await expect(silent.read()).rejects.toThrow('answered with nothing')
})

test('a browser without one says so', async () => {
  const access = createBuiltInAccess({})
  await access.refresh()
  expect(access.getState()).toEqual({ availability: 'unavailable', progress: null })
  const signal = new AbortController().signal
  const asked = readStep(
    createBuiltInModel(access)(request(), { signal }),
    { id: 'm', parts: [] },
    () => undefined,
  )
  await expect(asked).rejects.toMatchObject({ code: 'ai-unavailable' })
})

test('stopped, model and session end', async () => {
  const { ask, twin } = start({ answers: ['Half an answer'], hangs: true })
  const stopping = new AbortController()
  const chunks = ask(request(), { signal: stopping.signal })[Symbol.asyncIterator]()
  await chunks.next()
  stopping.abort()
  await expect(async () => {
    for (;;) if ((await chunks.next()).done === true) return
  }).rejects.toThrow(/abort/i)
  expect(twin.open).toBe(0)
})

test('the download is told as it goes on', async () => {
  const { access } = start({ answers: [], availability: 'downloadable' })
  await access.refresh()
  expect(access.getState()).toEqual({ availability: 'downloadable', progress: null })
  const seen: unknown[] = []
  access.subscribe(() => seen.push(access.getState()))
  await access.prepare()
  expect(seen).toContainEqual({ availability: 'downloading', progress: 0.25 })
  expect(seen).toContainEqual({ availability: 'downloading', progress: 0.5 })
  expect(access.getState()).toEqual({ availability: 'available', progress: null })
})
