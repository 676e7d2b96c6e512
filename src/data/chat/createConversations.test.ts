import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startTestBackend } from '../../../dev/test/testBackend.ts'
import { sharedBackend } from '../../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../../dev/test/signUpTestUser.ts'
import { openLine, type Line } from '../tests/openLine.ts'
import { until } from '../tests/openTab.ts'
import {
  newChatBrowser,
  newConversation,
  newMessage,
  openChatTab,
  writing,
  type ChatBrowser,
  type ChatTab,
} from './tests/openChatTab.ts'
import { wordsOf } from './wordsOf.ts'

const backend = sharedBackend
const signal = new AbortController().signal
let line: Line
let user: TestUser
let browser: ChatBrowser
let tabs: ChatTab[]

beforeEach(async () => {
  line = await openLine(backend.url)
  user = await signUpTestUser(backend)
  browser = newChatBrowser()
  tabs = []
})
afterEach(async () => {
  for (const tab of tabs) tab.die()
  await line.close()
})

async function open(who: TestUser = user, from: ChatBrowser = browser): Promise<ChatTab> {
  const { publishableKey } = backend
  const tab = await openChatTab({ url: line.url, publishableKey, browser: from, user: who })
  tabs.push(tab)
  return tab
}

const stored = async (who: TestUser, table: string, id: string) =>
  (await who.client.from(table).select('*').eq('id', id)).data?.[0]

async function isDelivered(tab: ChatTab): Promise<void> {
  await tab.chats.deliver()
  await until(tab.chats, ({ pending }) => pending === 0)
}
const isWaiting = (tab: ChatTab, rows: number) =>
  until(tab.chats, ({ pending, problem }) => pending === rows && problem === 'offline')

const textsOf = async (tab: ChatTab, id: string) =>
  (await tab.chats.open(id, signal))?.messages.map(({ parts }) => wordsOf(parts))

test('a conversation with its messages arrives at the backend and can be opened on another machine', async () => {
  const tab = await open()
  const conversation = newConversation({ title: 'Primes', python_first: false })
  const question = newMessage('Which are prime?')
  tab.chats.keepMessage(conversation.id, question)
  tab.chats.keepConversation(conversation)
  const answer = newMessage('2, 3 and 5.', { role: 'assistant' })
  answer.parts.unshift({ type: 'step-start' })
  tab.chats.keepMessage(conversation.id, answer)
  await tab.chats.deliver()
  expect(tab.chats.getState()).toEqual({ pending: 0, refused: 0, refusedReason: null, problem: null })
  expect(await stored(user, 'messages', answer.id)).toMatchObject({
    conversation_id: conversation.id,
    role: 'assistant',
    content: '2, 3 and 5.',
    parts: answer.parts,
    user_id: user.userId,
  })
  const elsewhere = await open(user, newChatBrowser())
  const opened = await elsewhere.chats.open(conversation.id, signal)
  expect(opened?.conversation).toMatchObject({ title: 'Primes', python_first: false })
  expect(opened).toMatchObject({
    messages: [{ parts: question.parts }, { parts: answer.parts }],
    summary: null,
    isPartial: false,
  })
})

test('a message is seen at once where it was kept, before it is delivered', async () => {
  const tab = await open()
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  await tab.chats.deliver()
  const answer = newMessage('', { role: 'assistant' })
  for (const text of ['A', 'A lo', 'A long', 'A long answer'])
    tab.chats.keepMessage(conversation.id, writing(answer, text))
  expect(await textsOf(tab, conversation.id)).toEqual(['A long answer'])
})

test('what is kept while the backend is away is delivered when it is back: the conversation first, each row once', async () => {
  const tab = await open()
  line.state = 'down'
  const conversation = newConversation()
  const messages = [newMessage('one'), newMessage('two'), newMessage('three')]
  for (const message of messages) tab.chats.keepMessage(conversation.id, message)
  tab.chats.keepConversation(conversation)
  await isWaiting(tab, 4)
  expect(await tab.chats.open(conversation.id, signal)).toMatchObject({
    conversation: { id: conversation.id },
    isPartial: true,
  })
  line.seen.length = 0
  line.state = 'up'
  await isDelivered(tab)
  expect(line.seen.filter((request) => request.startsWith('POST'))).toEqual([
    'POST /rest/v1/rpc/keep_conversations',
    'POST /rest/v1/rpc/keep_messages',
  ])
  expect(await textsOf(await open(user, newChatBrowser()), conversation.id)).toEqual(['one', 'two', 'three'])
})

test('an answer that is lost on its way does no harm when the request is repeated', async () => {
  const tab = await open()
  await tab.chats.deliver()
  line.state = 'answers-lost'
  const conversation = newConversation()
  const message = newMessage('once')
  tab.chats.keepConversation(conversation)
  tab.chats.keepMessage(conversation.id, message)
  await vi.waitFor(
    async () => expect(await stored(user, 'conversations', conversation.id)).toBeDefined(),
    30_000,
  )
  line.state = 'up'
  await isDelivered(tab)
  expect(await textsOf(tab, conversation.id)).toEqual(['once'])
  expect(tab.chats.getState()).toMatchObject({ refused: 0, problem: null })
})

test('a message that is being written is delivered now and then, and its final version at once', async () => {
  const tab = await open()
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  await tab.chats.deliver()
  line.seen.length = 0
  const answer = newMessage('', { role: 'assistant' })
  let text = ''
  const begun = performance.now()
  for (let piece = 0; piece < 30; piece += 1) {
    text += `${piece} `
    tab.chats.keepMessage(conversation.id, writing(answer, text))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  // At most every two seconds, however long a busy machine took over the pieces.
  expect(line.seen.length).toBeLessThanOrEqual(2 + (performance.now() - begun) / 2000)
  expect(line.seen.length).toBeGreaterThanOrEqual(1)
  tab.chats.keepMessage(conversation.id, { ...answer, parts: [{ type: 'text', text }] })
  await isDelivered(tab)
  const row = await stored(user, 'messages', answer.id)
  expect(row).toMatchObject({ content: text.trim(), metadata: { state: 'complete' } })
})

test('a message whose writing goes on is delivered again by itself', async () => {
  const tab = await open()
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  const answer = newMessage('', { role: 'assistant' })
  tab.chats.keepMessage(conversation.id, writing(answer, 'first'))
  await isDelivered(tab)
  tab.chats.keepMessage(conversation.id, writing(answer, 'second'))
  await vi.waitFor(
    async () => expect(await stored(user, 'messages', answer.id)).toMatchObject({ content: 'second' }),
    30_000,
  )
})

test('a tab that is killed while the backend is away has lost nothing, even of a message in writing', async () => {
  const [dying, witness] = [await open(), await open()]
  line.state = 'down'
  const conversation = newConversation()
  dying.chats.keepConversation(conversation)
  dying.chats.keepMessage(conversation.id, newMessage('question'))
  const answer = newMessage('', { role: 'assistant' })
  for (const text of ['Half', 'Half an', 'Half an answer'])
    dying.chats.keepMessage(conversation.id, writing(answer, text))
  // It lies where the other tabs of this browser read, without the dying one having been asked.
  await expect
    .poll(() => textsOf(witness, conversation.id).catch(() => []))
    .toEqual(['question', 'Half an answer'])
  for (const tab of [dying, witness]) tab.die()
  line.state = 'up'
  const next = await open()
  await next.chats.deliver()
  expect(await textsOf(next, conversation.id)).toEqual(['question', 'Half an answer'])
  expect((await stored(user, 'messages', answer.id)).metadata.state).toBe('writing')
})

test('a version that arrives late does not replace a newer one', async () => {
  const tab = await open()
  const conversation = newConversation({ title: 'new' })
  const message = newMessage('new')
  tab.chats.keepConversation(conversation)
  tab.chats.keepMessage(conversation.id, message)
  await tab.chats.deliver()
  const older = (row: object) => JSON.stringify([{ ...row, revision: Date.now() - 60_000 }])
  const late = await Promise.all([
    user.client.rpc('keep_conversations', { kept: older({ ...conversation, title: 'old' }) }),
    user.client.rpc('keep_messages', {
      kept: older({ ...message, conversation_id: conversation.id, content: 'old', parts: [] }),
    }),
  ])
  expect(late.map(({ error }) => error)).toEqual([null, null])
  expect((await stored(user, 'conversations', conversation.id)).title).toBe('new')
  expect(await textsOf(tab, conversation.id)).toEqual(['new'])
})

test('what was read from a machine whose clock is ahead can be changed', async () => {
  const conversation = newConversation({ title: 'from tomorrow' })
  const revision = Date.now() + 86_400_000
  await user.client.rpc('keep_conversations', { kept: JSON.stringify([{ ...conversation, revision }]) })
  const tab = await open()
  expect((await tab.chats.open(conversation.id, signal))?.conversation.title).toBe('from tomorrow')
  tab.chats.keepConversation({ ...conversation, title: 'from today' })
  await tab.chats.deliver()
  expect((await stored(user, 'conversations', conversation.id)).title).toBe('from today')
})

test('two tabs that deliver at once leave the newest version of each row', async () => {
  const [one, two] = [await open(), await open()]
  line.state = 'down'
  const conversation = newConversation()
  const messages = Array.from({ length: 20 }, (_, index) => newMessage(`one ${index}`))
  one.chats.keepConversation(conversation)
  for (const message of messages) one.chats.keepMessage(conversation.id, message)
  await isWaiting(one, 21)
  for (const message of messages.slice(0, 10))
    two.chats.keepMessage(conversation.id, { ...message, parts: [{ type: 'text', text: 'two' }] })
  await isWaiting(two, 21)
  line.state = 'up'
  await Promise.all([one.chats.deliver(), two.chats.deliver()])
  await Promise.all([isDelivered(one), isDelivered(two)])
  const texts = await textsOf(one, conversation.id)
  expect(texts).toEqual(messages.map((_, index) => (index < 10 ? 'two' : `one ${index}`)))
  expect(one.chats.getState().refused + two.chats.getState().refused).toBe(0)
})

test('a tab is told of what another tab of this browser changes and removes, and sees it', async () => {
  const [one, two] = [await open(), await open()]
  const told: string[] = []
  two.chats.onChange((id) => told.push(id))
  line.state = 'down'
  const conversation = newConversation()
  one.chats.keepConversation(conversation)
  one.chats.keepMessage(conversation.id, newMessage('hello'))
  await vi.waitFor(() => expect(told).toEqual([conversation.id]), 30_000)
  expect(await textsOf(two, conversation.id)).toEqual(['hello'])
  await until(two.chats, ({ pending }) => pending === 2)
  await one.chats.remove(conversation.id)
  await vi.waitFor(() => expect(told).toHaveLength(2), 30_000)
  // Later versions from the other tab come too late.
  two.chats.keepMessage(conversation.id, newMessage('too late'))
  line.state = 'up'
  expect(await two.chats.open(conversation.id, signal)).toBeNull()
  await isDelivered(two)
  expect(await stored(user, 'conversations', conversation.id)).toBeUndefined()
})

test('a row that the database refuses is kept with the reason, does not hold up the others, and may be mended', async () => {
  const tab = await open()
  const bad = newConversation({ created_at: 'no time' })
  const good = newConversation()
  tab.chats.keepConversation(bad)
  tab.chats.keepMessage(bad.id, newMessage('of the bad one'))
  tab.chats.keepConversation(good)
  tab.chats.keepMessage(good.id, newMessage('of the good one'))
  await tab.chats.deliver()
  expect(tab.chats.getState()).toMatchObject({ pending: 0, refused: 2, problem: null })
  expect(tab.chats.getState().refusedReason).not.toBeNull()
  expect(await textsOf(await open(user, newChatBrowser()), good.id)).toEqual(['of the good one'])
  expect(await textsOf(tab, bad.id)).toEqual(['of the bad one'])
  tab.chats.keepConversation({ ...bad, created_at: good.created_at })
  await tab.chats.deliver()
  expect(tab.chats.getState()).toMatchObject({ pending: 0, refused: 0, refusedReason: null })
  expect(await textsOf(await open(user, newChatBrowser()), bad.id)).toEqual(['of the bad one'])
})

test('what one user left is not sent, shown or counted under another, and waits for its own', async () => {
  const tab = await open()
  line.state = 'down'
  const conversation = newConversation()
  const message = newMessage('private')
  tab.chats.keepConversation(conversation)
  await isWaiting(tab, 1)
  await tab.session.signOut()
  line.state = 'up'
  await until(tab.chats, ({ problem }) => problem === 'signed-out')
  await expect(tab.chats.open(conversation.id, signal)).rejects.toMatchObject({ code: 'not-signed-in' })

  const stranger = await signUpTestUser(backend)
  await tab.session.signIn(stranger.email, stranger.password)
  // An answer that ends after its user has gone is still that user's.
  tab.chats.keepMessage(conversation.id, message)
  await tab.chats.deliver()
  expect(tab.chats.getState()).toMatchObject({ pending: 0, refused: 0, problem: null })
  expect(await tab.chats.open(conversation.id, signal)).toBeNull()
  expect((await tab.chats.list({ query: '', before: null, signal })).conversations).toEqual([])
  expect(await stored(stranger, 'conversations', conversation.id)).toBeUndefined()
  expect(await stored(user, 'conversations', conversation.id)).toBeUndefined()

  await tab.session.signOut()
  await tab.session.signIn(user.email, user.password)
  await tab.chats.deliver()
  expect(await textsOf(tab, conversation.id)).toEqual(['private'])
  expect(await stored(user, 'messages', message.id)).toMatchObject({ user_id: user.userId })
})

test('what one user left can be counted and deleted after the sign-out', async () => {
  const tab = await open()
  const userId = tab.session.userId() ?? ''
  line.state = 'down'
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  tab.chats.keepMessage(conversation.id, newMessage('left'))
  await isWaiting(tab, 2)
  await tab.session.signOut()
  expect([await tab.chats.countLeft(userId), await tab.chats.countLeft('another')]).toEqual([2, 0])
  await tab.chats.forget(userId)
  expect(await tab.chats.countLeft(userId)).toBe(0)
  line.state = 'up'
  await tab.session.signIn(user.email, user.password)
  await tab.chats.deliver()
  expect(await stored(user, 'conversations', conversation.id)).toBeUndefined()
})

test('nothing is sent or read by the token of another, who signs in between', async () => {
  const tab = await open()
  await tab.chats.deliver()
  const stranger = await signUpTestUser(backend)
  const { userId, accessToken } = stranger
  const authorize = vi.spyOn(tab.session, 'authorize').mockResolvedValue({ userId, accessToken })
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  await until(tab.chats, ({ pending, problem }) => pending === 1 && problem === 'signed-out')
  await expect(tab.chats.list({ query: '', before: null, signal })).rejects.toMatchObject({
    code: 'not-signed-in',
  })
  expect(await stored(stranger, 'conversations', conversation.id)).toBeUndefined()
  authorize.mockRestore()
  await isDelivered(tab)
  expect(await stored(user, 'conversations', conversation.id)).toMatchObject({ user_id: user.userId })
})

test('what was kept before anybody was signed in belongs to who signs in', async () => {
  const tab = await open()
  await tab.session.signOut()
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  tab.chats.keepMessage(conversation.id, newMessage('early'))
  await tab.session.signIn(user.email, user.password)
  await tab.chats.deliver()
  expect(await textsOf(await open(user, newChatBrowser()), conversation.id)).toEqual(['early'])
})

test('a removed conversation goes with its messages, with those that were not delivered, and for good', async () => {
  const tab = await open()
  const conversation = newConversation()
  const delivered = newMessage('delivered')
  tab.chats.keepConversation(conversation)
  tab.chats.keepMessage(conversation.id, delivered)
  await tab.chats.deliver()
  line.state = 'down'
  const waiting = newMessage('waiting')
  tab.chats.keepMessage(conversation.id, waiting)
  await isWaiting(tab, 1)
  await tab.chats.remove(conversation.id)
  await until(tab.chats, ({ pending }) => pending === 1)
  tab.chats.keepMessage(conversation.id, writing(waiting, 'still streaming'))
  tab.chats.keepConversation(conversation)
  tab.die()
  line.state = 'up'
  const next = await open()
  await next.chats.deliver()
  expect(next.chats.getState()).toMatchObject({ pending: 0, refused: 0 })
  expect(await next.chats.open(conversation.id, signal)).toBeNull()
  expect(await stored(user, 'conversations', conversation.id)).toBeUndefined()
  expect(await stored(user, 'messages', delivered.id)).toBeUndefined()
})

test('removed messages are gone here at once and at the backend later, and late versions of them are ignored', async () => {
  const tab = await open()
  const conversation = newConversation()
  const [question, first, second] = [newMessage('question'), newMessage('first'), newMessage('second')]
  tab.chats.keepConversation(conversation)
  for (const message of [question, first]) tab.chats.keepMessage(conversation.id, message)
  await tab.chats.deliver()
  line.state = 'down'
  tab.chats.removeMessages(conversation.id, [first.id])
  tab.chats.keepMessage(conversation.id, second)
  tab.chats.keepMessage(conversation.id, writing(first, 'late'))
  await isWaiting(tab, 2)
  line.state = 'up'
  expect(await textsOf(tab, conversation.id)).toEqual(['question', 'second'])
  await tab.chats.deliver()
  expect(await textsOf(await open(user, newChatBrowser()), conversation.id)).toEqual(['question', 'second'])
})

test('NUL and half surrogates are stored visibly, and a key without a value is none', async () => {
  const tab = await open()
  const conversation = newConversation({ title: `${'t'.repeat(250)}\0` })
  const message = newMessage('a\0b\ud800')
  message.parts.push(
    JSON.parse('{"type":"text","text":"c"}'),
    Object({ type: 'text', text: 'd', state: undefined }),
  )
  tab.chats.keepConversation(conversation)
  tab.chats.keepMessage(conversation.id, message)
  await tab.chats.deliver()
  expect(tab.chats.getState()).toMatchObject({ pending: 0, refused: 0 })
  expect((await stored(user, 'messages', message.id)).content).toBe('a␀b\ufffd\n\nc\n\nd')
  expect((await stored(user, 'conversations', conversation.id)).title).toHaveLength(200)
  expect(await textsOf(tab, conversation.id)).toEqual(['a␀b\ufffd\n\nc\n\nd'])
})

test('a browser that stores nothing still delivers, and says that it stores nothing', async () => {
  const opening = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('Private window', 'InvalidStateError')
  })
  const tab = await open()
  opening.mockRestore()
  line.state = 'down'
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  tab.chats.keepMessage(conversation.id, newMessage('volatile'))
  await until(tab.chats, ({ pending, problem }) => pending === 2 && problem === 'storage')
  expect(await textsOf(tab, conversation.id)).toEqual(['volatile'])
  line.state = 'up'
  await isDelivered(tab)
  expect(await textsOf(await open(user, newChatBrowser()), conversation.id)).toEqual(['volatile'])
})

test('a row that cannot be read is shown as what can be read of it', async () => {
  const tab = await open()
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  await tab.chats.deliver()
  const text = { type: 'text', text: 'readable' }
  const rows = [
    {
      role: 'assistant',
      content: 'readable',
      parts: [{ type: 'of-tomorrow' }, text],
      metadata: { state: '?' },
    },
    { role: 'system', content: 'words alone', parts: ['nonsense'], metadata: {} },
  ]
  for (const [index, row] of rows.entries())
    await user.client.from('messages').insert({
      ...row,
      conversation_id: conversation.id,
      created_at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
    })
  expect(await tab.chats.open(conversation.id, signal)).toMatchObject({
    messages: [
      { role: 'assistant', parts: [text], metadata: { state: 'complete' } },
      { role: 'assistant', parts: [{ type: 'text', text: 'words alone' }] },
    ],
  })
})

test('a token that the backend refuses is renewed, and what was kept arrives', async () => {
  const tab = await open()
  await tab.chats.deliver()
  const authorize = vi.spyOn(tab.session, 'authorize')
  const known = await tab.session.authorize()
  const [head, payload] = known?.accessToken.split('.') ?? []
  authorize.mockResolvedValue({ userId: user.userId, accessToken: `${head}.${payload}.refused` })
  line.seen.length = 0
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  await isDelivered(tab)
  // Refused, and repeated with the token that is valid.
  expect(line.seen.filter((request) => request.includes('keep_conversations'))).toHaveLength(2)
  expect(await stored(user, 'conversations', conversation.id)).toBeDefined()
})

test('what is kept while the backend restarts arrives', async () => {
  const own = await startTestBackend()
  try {
    const person = await own.signUp()
    line.target = own.url
    const { publishableKey } = own
    const tab = await openChatTab({ url: line.url, publishableKey, browser, user: person })
    tabs.push(tab)
    const conversation = newConversation()
    const messages = Array.from({ length: 40 }, (_, index) => newMessage(`number ${index}`))
    tab.chats.keepConversation(conversation)
    const restarted = own.restart()
    const keep = (from: number, to: number) => {
      for (const message of messages.slice(from, to)) tab.chats.keepMessage(conversation.id, message)
    }
    keep(0, 10)
    // Some are kept once it is known to be away, unless it is back before that.
    await Promise.race([restarted, until(tab.chats, ({ problem }) => problem === 'offline')])
    keep(10, 30)
    await restarted
    keep(30, 40)
    await isDelivered(tab)
    await tab.chats.deliver()
    expect(await textsOf(tab, conversation.id)).toEqual(messages.map((_, index) => `number ${index}`))
    expect(tab.chats.getState()).toMatchObject({ pending: 0, refused: 0, problem: null })
  } finally {
    await own.stop()
  }
}, 60_000)

test('2,000 messages are kept, delivered in few requests, and opened quickly', async () => {
  const tab = await open()
  line.state = 'down'
  const conversation = newConversation()
  tab.chats.keepConversation(conversation)
  const messages = Array.from({ length: 2000 }, (_, index) => newMessage(`${index} ${'word '.repeat(200)}`))
  for (const message of messages) tab.chats.keepMessage(conversation.id, message)
  await isWaiting(tab, 2001)
  line.seen.length = 0
  line.state = 'up'
  await isDelivered(tab)
  expect(line.seen.filter((request) => request.includes('keep_messages'))).toHaveLength(40)
  const elsewhere = await open(user, newChatBrowser())
  const begun = performance.now()
  const opened = await elsewhere.chats.open(conversation.id, signal)
  const took = performance.now() - begun
  console.warn(`2,000 messages opened in ${Math.round(took)} ms`)
  expect(opened?.messages.map(({ id }) => id)).toEqual(messages.map(({ id }) => id))
  expect(took).toBeLessThan(10_000)
}, 60_000)
