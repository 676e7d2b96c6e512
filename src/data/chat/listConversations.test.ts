import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Conversation } from '../../../contract/chat/chat.ts'
import { sharedBackend } from '../../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../../dev/test/signUpTestUser.ts'
import { openLine, type Line } from '../tests/openLine.ts'
import { until } from '../tests/openTab.ts'
import type { ConversationCursor } from './ConversationStore.ts'
import {
  newChatBrowser,
  newConversation,
  newMessage,
  openChatTab,
  type ChatTab,
} from './tests/openChatTab.ts'

const backend = sharedBackend
const { signal } = new AbortController()
let line: Line
let user: TestUser
let tab: ChatTab

beforeEach(async () => {
  line = await openLine(backend.url)
  user = await signUpTestUser(backend)
  tab = await openChatTab({ ...backend, url: line.url, browser: newChatBrowser(), user })
})
afterEach(async () => {
  tab.die()
  await line.close()
})

const list = (query = '', before: ConversationCursor | null = null) =>
  tab.chats.list({ query, before, signal })

const titlesOf = async (query = '') => (await list(query)).conversations.map(({ title }) => title)

function keep(change: Partial<Conversation>, ...texts: readonly string[]): Conversation {
  const conversation = newConversation(change)
  tab.chats.keepConversation(conversation)
  for (const text of texts) tab.chats.keepMessage(conversation.id, newMessage(text))
  return conversation
}

async function idsOfAllPages(query = ''): Promise<string[][]> {
  const pages: string[][] = []
  let before: ConversationCursor | null = null
  do {
    const page = await list(query, before)
    pages.push(page.conversations.map(({ id }) => id))
    before = page.next
  } while (before !== null)
  return pages
}

test('an account without conversations has an empty list', async () => {
  expect(await list()).toEqual({ conversations: [], next: null, isPartial: false })
})

test('conversations are listed newest first, and one with a new message comes first', async () => {
  const first = keep({ title: 'first' })
  keep({ title: 'second' })
  await tab.chats.deliver()
  expect(await titlesOf()).toEqual(['second', 'first'])
  tab.chats.keepMessage(first.id, newMessage('more'))
  await tab.chats.deliver()
  expect(await titlesOf()).toEqual(['first', 'second'])
})

test.each([
  ['a word of the title', 'weather', ['Weather in Oslo']],
  ['a word of a message', 'umbrella', ['Weather in Oslo']],
  ['words of title and message together, in any case', 'RAIN oslo', ['Weather in Oslo']],
  ['umlauts, in any case', 'über GRÖSSE', ['Größe der Übergänge']],
  ['sharp s as it is written', 'größe', ['Größe der Übergänge']],
  ['a percent sign', '100%', ['Progress']],
  ['an underscore', 'my_value', ['Progress']],
  ['a backslash', String.raw`c:\temp`, ['Progress']],
  ['quotes', `"it's"`, ['Progress']],
  ['braces and commas of an array', '{a,"b"}', ['Progress']],
  ['a word that is nowhere', 'nowhere', []],
  ['one word that is there and one that is not', 'weather nowhere', []],
  ['a wildcard that would match anything', 'm%e', []],
  ['NUL and half a surrogate', 'weather\0\ud800', []],
])('the search finds %s', async (_what, query, titles) => {
  keep({ title: 'Weather in Oslo' }, 'Will it rain?', 'Take an umbrella.')
  keep({ title: 'Größe der Übergänge' }, 'Wie groß? Die GRÖSSE zählt.')
  keep({ title: 'Progress' }, String.raw`100% of my_value, "it's" {a,"b"} in C:\Temp`)
  expect(await titlesOf(query), 'while it waits here').toEqual(titles)
  await tab.chats.deliver()
  await until(tab.chats, ({ pending }) => pending === 0)
  expect(await titlesOf(query), 'once it is delivered').toEqual(titles)
})

test('words that wait here find a conversation that the backend has', async () => {
  const conversation = keep({ title: 'Plants' })
  await tab.chats.deliver()
  expect(await titlesOf('cactus')).toEqual([])
  tab.chats.keepMessage(conversation.id, newMessage('Is a cactus one?'))
  expect(await titlesOf('cactus')).toEqual(['Plants'])
})

test('pages follow each other without gap or repetition, even where times are equal', async () => {
  const updated_at = new Date(Date.now() - 1000).toISOString()
  const all = Array.from({ length: 120 }, () => keep({ updated_at }).id)
  await tab.chats.deliver()
  const pages = await idsOfAllPages()
  expect(pages.map((page) => page.length)).toEqual([50, 50, 20])
  expect(new Set(pages.flat())).toEqual(new Set(all))
  expect(pages.flat()).toEqual(pages.flat().toSorted().toReversed())
})

test('what waits here stands where it will stand once delivered', async () => {
  const start = Date.now() - 3_600_000
  const at = (index: number) => new Date(start + index * 1000).toISOString()
  const delivered = Array.from({ length: 110 }, (_, index) => keep({ updated_at: at(index) }))
  await tab.chats.deliver()
  line.state = 'down'
  keep({ updated_at: at(30.5) })
  keep({ updated_at: at(200) })
  const renamed = delivered[5]
  if (renamed === undefined) throw new Error('There are 110 of them.')
  tab.chats.keepConversation({ ...renamed, title: 'renamed', updated_at: at(80.5) })
  await until(tab.chats, ({ pending }) => pending === 3)
  // Only what is sent is refused: the list can be read.
  line.state = 'up'
  const waiting = await idsOfAllPages()
  await tab.chats.deliver()
  await until(tab.chats, ({ pending }) => pending === 0)
  const later = await idsOfAllPages()
  expect(waiting.flat()).toEqual(later.flat())
  expect(later.flat()).toHaveLength(112)
})

test('while the backend is away the list has what is kept here, and says so', async () => {
  keep({ title: 'delivered' })
  await tab.chats.deliver()
  line.state = 'down'
  await expect(list()).rejects.toMatchObject({ code: 'backend-unreachable' })
  keep({ title: 'waiting' })
  expect(await list()).toMatchObject({ conversations: [{ title: 'waiting' }], next: null, isPartial: true })
})

test('a removed conversation leaves the list at once', async () => {
  keep({ title: 'stays' })
  const gone = keep({ title: 'goes' }, 'words')
  await tab.chats.deliver()
  line.state = 'down'
  await tab.chats.remove(gone.id)
  line.state = 'up'
  expect(await titlesOf()).toEqual(['stays'])
  expect(await titlesOf('words')).toEqual([])
})

test('nobody finds the conversations of another', async () => {
  keep({ title: 'Weather' }, 'rain')
  await tab.chats.deliver()
  const stranger = await signUpTestUser(backend)
  const question = { patterns: ['%rain%'], also: [], before_time: null, before_id: null, page_size: 50 }
  expect((await stranger.client.rpc('list_conversations', question)).data).toEqual([])
  expect((await user.client.rpc('list_conversations', question)).data).toHaveLength(1)
})

test('a list that is not wanted any more ends with the reason', async () => {
  const controller = new AbortController()
  const asked = tab.chats.list({ query: '', before: null, signal: controller.signal })
  controller.abort(new Error('typed on'))
  await expect(asked).rejects.toThrow('typed on')
})
