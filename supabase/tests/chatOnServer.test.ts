import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatAnswer, chatLimits } from '../../contract/chat/chat.ts'
import { deepestRun, depthHeader } from '../../contract/run/pythonExecutor.ts'
import { type AiTwin, startAiTwin } from '../../dev/twins/aiTwin.ts'
import type { TestUser } from '../../dev/test/signUpTestUser.ts'
import { type OwnFunctions, startOwnFunctions } from '../../dev/test/startOwnFunctions.ts'
import { says } from './chatStream.ts'

let twin: AiTwin
let backend: OwnFunctions
let user: TestUser
beforeAll(async () => {
  twin = await startAiTwin()
  backend = await startOwnFunctions({
    environment: { ...twin.environment, AI_COOL_DOWN_SECONDS: '0' },
  })
  user = await backend.signUp()
})
afterAll(async () => {
  await backend.stop()
  await twin.stop()
})

interface Where {
  readonly backend: OwnFunctions
  readonly user: TestUser
}
const post = (
  body: object,
  {
    headers = {},
    signal,
    at = { backend, user },
  }: { headers?: object; signal?: AbortSignal; at?: Where } = {},
): Promise<Response> =>
  fetch(`${at.backend.url}/functions/v1/ai-chat`, {
    method: 'POST',
    headers: {
      apikey: at.backend.publishableKey,
      authorization: `Bearer ${at.user.accessToken}`,
      accept: 'application/json',
      ...headers,
    },
    body: JSON.stringify({ executor: 'edge', ...body }),
    signal: signal ?? null,
  })
async function ask(question: string, more: object = {}, at?: Where) {
  const response = await post({ messages: [says(question)], ...more }, at ? { at } : {})
  if (!response.ok) throw new Error(await response.text())
  return chatAnswer.parse(await response.json())
}
async function newConversation(): Promise<string> {
  const { data } = await user.client.from('conversations').insert({ title: 'Talk' }).select('id').single()
  return data?.id
}

test('the server runs what the model writes, tells it what came of it, and answers with all steps', async () => {
  await user.client.from('memories').insert({ content: 'Coffee is at eight.' })
  twin.play([
    { python: 'x = 6 * 7\nprint("six by seven")\nx' },
    { text: 'Hm. ', python: 'x + 1' },
    { python: 'found = await tools.match_memories("coffee")\n[memory["content"] for memory in found]' },
    { text: 'It is 42, and coffee is at eight.' },
  ])
  const conversation_id = await newConversation()
  const message_id = crypto.randomUUID()
  const answer = await ask('What is it, and when is coffee?', { conversation_id, message_id })
  expect(answer).toMatchObject({
    text: 'It is 42, and coffee is at eight.',
    complete: true,
    ended_by: null,
    steps: [
      { observation: { ok: true, stdout: 'six by seven\n', result: '42', error: null } },
      // Each run begins afresh: the model is told, and mends it.
      {
        code: 'x + 1',
        observation: { ok: false, result: null, error: expect.stringMatching(/NameError: name 'x'/) },
      },
      { observation: { ok: true, result: '["Coffee is at eight."]' } },
    ],
  })
  expect(answer.answers.map(({ provider }) => provider)).toEqual(['openai', 'openai', 'openai', 'openai'])
  expect(answer.attempts).toHaveLength(4)
  const [first, second, third] = twin.asked()
  expect(first?.instructions).toContain('Each step begins afresh')
  expect(second?.turns.flatMap(({ results }) => results)).toMatchObject([{ ok: true, result: '42' }])
  expect(third?.turns.flatMap(({ results }) => results)).toMatchObject([{ ok: true }, { ok: false }])
  const { data } = await user.client
    .from('eliza_python_executions')
    .select('id, status, source, executor, conversation_id, metadata')
    .eq('conversation_id', conversation_id)
    .order('started_at')
  expect(data).toEqual(
    answer.steps.map(({ observation }) => ({
      id: observation.execution_id,
      status: observation.ok ? 'completed' : 'failed',
      source: 'ai-chat',
      executor: 'edge',
      conversation_id,
      metadata: expect.objectContaining({ message_id }),
    })),
  )
})

test('several calls of one answer are run, and wrong ones are told the model', async () => {
  twin.play([
    { python: ['1', '2'], call: { name: 'browse_web', arguments: { url: 'x' } } },
    { text: 'Done.' },
  ])
  const { steps, text } = await ask('Both')
  expect(text).toBe('Done.')
  expect(steps.map(({ observation }) => observation.result)).toEqual(['1', '2'])
  expect(JSON.stringify(twin.asked()[1]?.turns.flatMap(({ results }) => results))).toContain(
    'await tools.browse_web',
  )
})

test('a turn ends after three steps that failed alike, and after its eighth answer', async () => {
  twin.play((_request, index) => (index < 3 ? { python: `# ${index}\n1 / 0` } : { text: 'No.' }))
  expect(await ask('Divide')).toMatchObject({
    text: 'No.',
    ended_by: 'identical-errors',
    steps: [{}, {}, {}],
  })
  twin.play((_request, index) => ({ python: `${index}` }))
  const endless = await ask('Go on')
  expect(endless).toMatchObject({ text: '', complete: false, ended_by: 'steps' })
  expect(endless.steps).toHaveLength(chatLimits.steps - 1)
  expect(twin.requests).toHaveLength(chatLimits.steps)
})

test('without Python it is a plain answer in one piece', async () => {
  twin.play([{ text: 'Hello.' }])
  expect(await ask('Hello', { python_first: false })).toMatchObject({
    text: 'Hello.',
    steps: [],
    complete: true,
  })
  expect(twin.asked()[0]?.tools).toEqual([])
})

test('an answer that breaks off is what came of it, and says so', async () => {
  twin.play([{ python: '1' }, { text: 'one two three four', isCutOff: true }])
  expect(await ask('Count')).toMatchObject({ text: 'one two ', complete: false, steps: [{}] })
})

test('who goes away has the model stopped, and the script', async () => {
  const conversation_id = await newConversation()
  twin.play([{ python: 'print("begun")\nimport asyncio\nawait asyncio.sleep(25)' }])
  const leaving = new AbortController()
  const gone = post({ messages: [says('Wait')], conversation_id }, { signal: leaving.signal })
  const rows = async () => {
    const { data } = await user.client
      .from('eliza_python_executions')
      .select('status, error_code')
      .eq('conversation_id', conversation_id)
    return data
  }
  await expect.poll(rows).toMatchObject([{ status: 'running' }])
  leaving.abort()
  await expect(gone).rejects.toThrow()
  await expect.poll(rows).toMatchObject([{ status: 'failed', error_code: 'stopped' }])

  twin.play([{ text: 'one', hangs: true }])
  const other = new AbortController()
  const silent = post({ messages: [says('Wait')] }, { signal: other.signal })
  await expect.poll(() => twin.requests.length).toBe(1)
  other.abort()
  await expect(silent).rejects.toThrow()
  await expect.poll(() => twin.requests[0]?.isAborted, { timeout: 5000 }).toBe(true)
})

test('scripts that ask for chats that run scripts come to an end', async () => {
  const chat = { messages: [says('Once more')], executor: 'edge', allow: ['write', 'browse'] }
  const python = `
import json
try:
    answer = await tools.invoke_function("ai-chat", json.loads(${JSON.stringify(JSON.stringify(chat))}))
    found = answer["text"]
except ToolError as error:
    found = error.code
found`
  twin.play([{ python }, { python }, { python }, { text: 'Up.' }, { text: 'Up.' }, { text: 'Up.' }])
  const { steps } = await ask('Go down', { allow: ['write', 'browse'] })
  expect(steps[0]?.observation.result).toBe('"Up."')
  // The innermost script may not ask for a chat that runs scripts: it is told.
  expect(JSON.stringify(twin.asked())).toContain('calls-too-deep')
})

test('a depth that no executor signed runs nothing', async () => {
  twin.play(() => ({ python: '1' }))
  for (const depth of ['0', `${deepestRun}`, `${deepestRun + 1}`, `1.${'0'.repeat(64)}`])
    expect((await post({ messages: [says('One')] }, { headers: { [depthHeader]: depth } })).status).toBe(508)
})

test('without a grant the model’s Python writes nothing and asks no host that the person did not name', async () => {
  const python = `
refused = []
for call in [
    lambda: tools.remember("without a grant"),
    lambda: tools.invoke_function("remember", {"content": "without a grant"}),
    lambda: tools.browse_web("http://127.0.0.1:1/?q=notes"),
    lambda: tools.invoke_function("browse-web", {"url": "http://127.0.0.1:1/?q=notes"}),
    lambda: tools.invoke_function("python-executor", {"code": 'await tools.remember("without a grant")'}),
    lambda: tools.invoke_function("ai-chat", {"messages": [], "executor": "edge", "allow": ["write"]}),
    lambda: tools.browse_web("http://127.0.0.1:2/"),
]:
    try:
        await call()
        refused.append("made")
    except ToolError as error:
        refused.append(error.code)
refused`
  const results = async (allow: string[]) => {
    twin.play([{ python }, { text: 'Tried.' }])
    const { steps } = await ask('Try http://127.0.0.1:2/', { allow })
    return JSON.parse(steps[0]?.observation.result ?? '[]')
  }
  // The last host was named. It may not be reached, but it was asked for.
  expect(await results([])).toEqual([...Array.from({ length: 6 }, () => 'tool-denied'), 'address-refused'])
  const stored = () => user.client.from('memories').select('id').eq('content', 'without a grant')
  expect((await stored()).data).toEqual([])
  expect((await results(['write'])).slice(0, 4)).toEqual(['made', 'made', 'tool-denied', 'tool-denied'])
  expect((await results(['browse'])).slice(0, 4)).toEqual([
    'tool-denied',
    'tool-denied',
    'address-refused',
    'tool-denied',
  ])
})

test('an answer that takes too long is what came until then', async () => {
  const hasty = await startOwnFunctions({
    environment: { ...twin.environment, AI_COOL_DOWN_SECONDS: '0', AI_TOTAL_SECONDS: '3' },
  })
  try {
    const one = await hasty.signUp()
    const wait = () => ask('Wait', {}, { backend: hasty, user: one })
    twin.play([{ python: 'await asyncio.sleep(25)' }])
    expect(await wait()).toMatchObject({ text: '', complete: false, steps: [] })
    twin.play([{ text: 'one two', hangs: true }])
    expect(await wait()).toMatchObject({ text: 'one two', complete: false })
    await expect.poll(() => twin.requests[0]?.isAborted, { timeout: 5000 }).toBe(true)
  } finally {
    await hasty.stop()
  }
})

test('without any key it says which variables to set', async () => {
  const bare = await startOwnFunctions()
  try {
    const at = { backend: bare, user: await bare.signUp() }
    const response = await post({ messages: [says('Hello')] }, { at })
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      error: { code: 'not-configured', message: expect.stringContaining('OPENAI_API_KEY') },
    })
  } finally {
    await bare.stop()
  }
})
