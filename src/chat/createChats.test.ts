/** Chats on real parts: the chain's function before a scripted model, Python on the server, Postgres. */
import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { conversationSummary, summaryFunction } from '../../contract/chat/chat.ts'
import { defaultApprovals } from '../../contract/run/approvals.ts'
import { findTool } from '../../contract/tools/manifest.ts'
import { defaultLimits } from '../../contract/run/workerProtocol.ts'
import { startAiTwin, type AiTwin } from '../../dev/twins/aiTwin.ts'
import { sharedTwins } from '../../dev/test/sharedBackend.ts'
import { buildPythonAssets } from '../../dev/build/buildPythonAssets.ts'
import { type OwnFunctions, startOwnFunctions } from '../../dev/test/startOwnFunctions.ts'
import type { TestUser } from '../../dev/test/signUpTestUser.ts'
import { createAskModel } from '../data/chat/createAskModel.ts'
import { createConversations } from '../data/chat/createConversations.ts'
import { createWhenReachable } from '../data/chat/createWhenReachable.ts'
import { connectBackend } from '../data/connectBackend.ts'
import { createCallFunction } from '../../run/tools/createCallFunction.ts'
import { createDecideOnServer, createRunOnServer } from '../data/createRunOnServer.ts'
import { parseWorkflow } from '../../lib/parseWorkflow.ts'
import { createStorage } from '../../lib/tests/createStorage.ts'
import { createServerRunner } from '../../run/lead/createServerRunner.ts'
import type { ChatState } from './chatState.ts'
import type { Chat } from './createChat.ts'
import { createChats, type Chats } from './createChats.ts'
import { createWorkflowLibrary } from './createWorkflowLibrary.ts'

let twin: AiTwin
let backend: OwnFunctions
let user: TestUser

beforeAll(async () => {
  await buildPythonAssets()
  twin = await startAiTwin()
  backend = await startOwnFunctions({
    environment: {
      ...twin.environment,
      AI_COOL_DOWN_SECONDS: '0',
      BROWSE_ALLOW_HOSTS: `${sharedTwins.hostPort},localhost:${sharedTwins.hostPort.split(':')[1]}`,
    },
  })
  user = await backend.signUp()
}, 90_000)
afterAll(async () => {
  for (const end of ends.splice(0)) end()
  await Promise.all([backend.stop(), twin.stop()])
})

const hello = parseWorkflow(
  'hello_world.py',
  readFileSync(new URL('../../workflows/hello_world.py', import.meta.url), 'utf8'),
)
const ends: (() => void)[] = []

interface Browser {
  readonly storage: Storage
  readonly databaseName: string
}
const newBrowser = (): Browser => ({ storage: createStorage(), databaseName: `chats-${randomUUID()}` })

/** Chats as one tab of a browser has them. */
async function openTab(browser: Browser = newBrowser()) {
  const page = new EventTarget()
  let isOnline = true
  const data = connectBackend(
    {
      url: backend.url,
      publishableKey: backend.publishableKey,
      localSignIn: false,
      realtime: false,
      mail: false,
    },
    {
      storage: browser.storage,
      fetch: (...call) => (isOnline ? fetch(...call) : Promise.reject(new TypeError('Failed to fetch'))),
    },
  )
  const { data: signedIn } = await user.client.auth.getSession()
  if (signedIn.session) await data.supabase.auth.setSession(signedIn.session)
  const store = createConversations({ ...data, page, locks: undefined, databaseName: browser.databaseName })
  const chats = createChats({
    store,
    // Node has none: what they are for is tried in a browser.
    locks: undefined,
    portsFor: () => ({
      ask: createAskModel(data),
      library: createWorkflowLibrary(() => Promise.resolve([hello])),
      whenReachable: createWhenReachable(page),
      approvals: () => defaultApprovals,
      allowedHosts: () => [],
      pythonPlace: () => 'server',
      openPython: ({ guard }) =>
        Promise.resolve(
          createServerRunner({
            runOnServer: createRunOnServer(data),
            chosenLimits: () => defaultLimits,
            asking: {
              approvals: () => defaultApprovals,
              needsPerson: async (name, request) => {
                const tool = findTool(name)
                return tool === undefined || guard.needsApproval(tool, request)
              },
              decideOnServer: createDecideOnServer(data),
            },
          }),
        ),
      summarise: async (request, { signal }) =>
        conversationSummary.parse(
          await createCallFunction(data)(
            { functionName: summaryFunction, body: request },
            { signal, timeoutMs: 20_000 },
          ),
        ),
    }),
  })
  const die = () => {
    chats.dispose()
    data.session.dispose()
  }
  ends.push(die)
  return {
    chats,
    die,
    goOffline: () => (isOnline = false),
    comeBack: () => {
      isOnline = true
      page.dispatchEvent(new Event('online'))
    },
  }
}

const until = (chat: Chat, isWanted: (state: ChatState) => boolean): Promise<ChatState> =>
  new Promise((resolve) => {
    const look = () => {
      if (!isWanted(chat.getState())) return
      unsubscribe()
      resolve(chat.getState())
    }
    const unsubscribe = chat.subscribe(look)
    look()
  })
const answered = (chat: Chat) =>
  until(chat, ({ activity, messages }) => activity === 'idle' && messages.at(-1)?.role === 'assistant')
const wordsOf = ({ messages }: ChatState): string =>
  (messages.at(-1)?.parts ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ')

async function reopen(chats: Chats, id: string): Promise<Chat> {
  const chat = await chats.open(id, new AbortController().signal)
  if (chat === null) throw new Error('It is not there.')
  return chat
}

test('an answer in Python runs, is stored with its runs, and is there again on another machine', async () => {
  const { chats } = await openTab()
  twin.play([{ text: 'Let me see.', python: 'print("so it is")\n6 * 7' }, { text: 'It is 42.' }])
  const chat = chats.create({ pythonFirst: true })
  chat.send('What is 6 * 7?')
  const state = await answered(chat)
  expect(wordsOf(state)).toBe('Let me see. It is 42.')
  const last = state.messages.at(-1)
  expect(last?.metadata).toMatchObject({ state: 'complete', error: null })
  expect(last?.metadata.steps).toHaveLength(2)
  const { id } = state.conversation
  await chats.conversations.deliver()

  const elsewhere = await reopen((await openTab()).chats, id)
  expect(elsewhere.getState()).toMatchObject({
    conversation: { title: 'What is 6 * 7?', python_first: true },
    messages: state.messages.map(({ id, role, parts, metadata }) => ({ id, role, parts, metadata })),
  })
  const { data: runs } = await user.client
    .from('eliza_python_executions')
    .select('code, output, source, conversation_id, metadata')
    .eq('conversation_id', id)
  expect(runs).toEqual([
    {
      code: 'print("so it is")\n6 * 7',
      output: 'so it is\n',
      source: 'python-chat-hook',
      conversation_id: id,
      metadata: expect.objectContaining({ message_id: last?.id }),
    },
  ])
})

const askingCalls = ({ runs }: ChatState) =>
  [...runs.values()].flatMap(({ run }) => run.toolCalls.filter(({ status }) => status === 'asking'))
const whenAsking = async (chat: Chat, count: number) =>
  askingCalls(await until(chat, (state) => askingCalls(state).length === count))
const contentsLike = async (pattern: string) => {
  const { data } = await user.client.from('memories').select('content').like('content', pattern)
  return data?.map(({ content }) => content).toSorted()
}

test('Python on the server waits before it writes: nothing is stored before the person allows it', async () => {
  const { chats } = await openTab()
  const chat = chats.create({ pythonFirst: true })
  twin.play([
    {
      python: `
async def store(text):
    try:
        return (await tools.remember(text))["id"] != ""
    except ToolDenied as error:
        return str(error)
found = await tools.match_memories("anything")
await asyncio.gather(store("served allowed"), store("served denied"))`,
    },
    { text: 'Done.' },
  ])
  chat.send('Store two things.')
  const asking = await whenAsking(chat, 2)
  expect(asking).toMatchObject([{ tool: 'remember' }, { tool: 'remember' }])
  expect(await contentsLike('served %')).toEqual([])
  for (const { seq, requestJson } of asking)
    chat.decide(seq, requestJson.includes('denied') ? 'deny' : 'allow')
  const { messages } = await answered(chat)
  expect(JSON.stringify(messages.at(-1)?.parts)).toContain('[true,\\"You did not allow this call.\\"]')
  expect(await contentsLike('served %')).toEqual(['served allowed'])
})

test('always in this conversation holds on the server, for the calls that wait and those that follow', async () => {
  const { chats } = await openTab()
  const chat = chats.create({ pythonFirst: true })
  const store = 'for _ in range(2): await asyncio.gather(*[tools.remember(f"kept {n}") for n in range(3)])'
  twin.play([{ python: store }, { python: store }, { text: 'Done.' }])
  chat.send('Store them.')
  const [first] = await whenAsking(chat, 3)
  chat.decide(first?.seq ?? -1, 'always')
  expect(wordsOf(await answered(chat))).toMatch(/Done\.$/)
  expect(await contentsLike('kept %')).toHaveLength(12)
  expect(chat.getState().conversation.metadata).toMatchObject({
    allowed_tools: ['remember'],
    allowed_hosts: [],
  })
})

test('Stop while a call waits on the server makes no call', async () => {
  const { chats } = await openTab()
  const chat = chats.create({ pythonFirst: true })
  twin.play([{ python: 'await tools.remember("after a stop")' }])
  chat.send('Store it.')
  const [call] = await whenAsking(chat, 1)
  chat.stop()
  await until(chat, ({ activity }) => activity === 'idle')
  chat.decide(call?.seq ?? -1, 'allow')
  const { id } = chat.getState().conversation
  const ended = async () =>
    (await user.client.from('eliza_python_executions').select('error_code').eq('conversation_id', id)).data
  await expect.poll(ended).toEqual([{ error_code: 'stopped' }])
  expect(await contentsLike('after a stop')).toEqual([])
})

test('a page is opened at once if the person named its host, and else asks with its address', async () => {
  const { chats } = await openTab()
  const chat = chats.create({ pythonFirst: true })
  const port = sharedTwins.hostPort.split(':')[1]
  const python = `
titles = []
for address in ["http://${sharedTwins.hostPort}/article", "http://localhost:${port}/article?q=my-notes"]:
    try:
        titles.append((await tools.browse_web(address))["status"])
    except ToolDenied as error:
        titles.append(error.code)
titles`
  twin.play([{ python }, { python }, { text: 'Read.' }])
  chat.send(`Read http://${sharedTwins.hostPort}/article for me.`)
  const [refused] = await whenAsking(chat, 1)
  expect(refused?.tool).toBe('browse_web')
  expect(JSON.parse(refused?.requestJson ?? '')).toMatchObject({
    url: `http://localhost:${port}/article?q=my-notes`,
    redirects: 'same_host',
  })
  chat.decide(refused?.seq ?? -1, 'deny')
  const again = (state: ChatState) => askingCalls(state).length === 1 && state.runs.size === 2
  const [allowed] = askingCalls(await until(chat, again))
  chat.decide(allowed?.seq ?? -1, 'always')
  const { messages, conversation } = await answered(chat)
  const results = (messages.at(-1)?.parts ?? []).flatMap((part) =>
    part.type === 'tool-execute_python' && part.state === 'output-available' ? [part.output.result] : [],
  )
  expect(results).toEqual(['[200,"tool-denied"]', '[200,200]'])
  expect(conversation.metadata).toMatchObject({ allowed_tools: [], allowed_hosts: [`localhost:${port}`] })
})

test('a message that is sent while the backend is away is answered once when it is back', async () => {
  const { chats, goOffline, comeBack } = await openTab()
  const chat = chats.create({ pythonFirst: false })
  twin.play([{ text: 'Here I am.' }])
  goOffline()
  chat.send('Are you there?')
  const waiting = await until(chat, ({ activity }) => activity === 'waiting')
  expect(waiting.messages).toMatchObject([{ role: 'user', metadata: { state: 'waiting' } }])
  comeBack()
  expect(wordsOf(await answered(chat))).toBe('Here I am.')
  expect(chat.getState().messages[0]?.metadata.state).toBe('complete')
  expect(twin.asked()).toHaveLength(1)
})

test('what waited when the tab died is sent by the next one, once', async () => {
  const browser = newBrowser()
  const first = await openTab(browser)
  const chat = first.chats.create({ pythonFirst: false })
  const { id } = chat.getState().conversation
  first.goOffline()
  chat.send('Later, please.')
  await until(chat, ({ activity }) => activity === 'waiting')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  first.die()
  twin.play([{ text: 'Now.' }])
  const next = await openTab(browser)
  expect(wordsOf(await answered(await reopen(next.chats, id)))).toBe('Now.')
  expect(twin.asked()).toHaveLength(1)
})

test('an answer whose tab died keeps its words, and is gone on with', async () => {
  const browser = newBrowser()
  const first = await openTab(browser)
  const chat = first.chats.create({ pythonFirst: false })
  const { id } = chat.getState().conversation
  twin.play([{ text: 'Half of the story and', hangs: true }, { text: ' the other half.' }])
  chat.send('Tell me.')
  await until(chat, (state) => wordsOf(state).includes('story and'))
  await new Promise((resolve) => setTimeout(resolve, 1500))
  first.die()
  const again = await reopen((await openTab(browser)).chats, id)
  const found = await until(again, ({ messages }) => messages.at(-1)?.metadata.state === 'cut-off')
  expect(wordsOf(found)).toMatch(/^Half of the story/)
  again.continueAnswer()
  expect(wordsOf(await answered(again))).toMatch(/^Half of the story.* the other half\.$/)
})

test('regenerating replaces the answer, for good', async () => {
  const { chats } = await openTab()
  const chat = chats.create({ pythonFirst: false })
  twin.play([{ text: 'First.' }, { text: 'Second.' }])
  chat.send('Say something.')
  await answered(chat)
  chat.regenerate()
  expect(wordsOf(await answered(chat))).toBe('Second.')
  await chats.conversations.deliver()
  const { id } = chat.getState().conversation
  const again = (await reopen((await openTab()).chats, id)).getState()
  expect(again.messages).toHaveLength(2)
  expect(wordsOf(again)).toBe('Second.')
})

test('what is not stored leaves no conversation', async () => {
  const { chats } = await openTab()
  const chat = chats.createUnstored({ pythonFirst: false })
  twin.play([{ text: 'Between us.' }])
  chat.send('A secret.')
  await answered(chat)
  await chats.conversations.deliver()
  expect(await chats.open(chat.getState().conversation.id, new AbortController().signal)).toBe(null)
  chat.dispose()
})

test('what is long is folded into a summary, which goes to the model in its place and is there elsewhere', async () => {
  const { chats } = await openTab()
  const chat = chats.create({ pythonFirst: false })
  const long = 'Once more about snakes. '.repeat(700)
  for (const words of ['first', 'second', 'third', 'fourth']) {
    twin.play([{ text: `${words} answer. ${long}` }, { text: 'A summary about snakes.' }])
    chat.send(`${words} question. ${long}`)
    await answered(chat)
    await chats.conversations.deliver()
  }
  const { summary, conversation } = await until(chat, (state) => state.summary !== null)
  expect(summary?.summary).toBe('A summary about snakes.')
  twin.play([{ text: 'Last answer.' }])
  chat.send('Last question.')
  await answered(chat)
  const [asked] = twin.asked()
  expect(asked?.instructions).toContain('A summary about snakes.')
  expect(asked?.turns.some(({ text }) => text.startsWith('first question'))).toBe(false)
  expect(asked?.turns.at(-1)?.text).toBe('Last question.')
  await chats.conversations.deliver()
  const elsewhere = await reopen((await openTab()).chats, conversation.id)
  expect(elsewhere.getState().summary).toMatchObject({
    summary: 'A summary about snakes.',
    through_message_id: summary?.through_message_id,
  })
})
