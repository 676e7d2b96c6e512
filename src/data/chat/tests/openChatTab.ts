/** Test helper: one tab's conversation store with real parts, without a page. */
import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { v4 as newId } from 'uuid'
import { chatMetadata, type ChatMessage, type Conversation } from '../../../../contract/chat/chat.ts'
import { createStorage } from '../../../../lib/tests/createStorage.ts'
import { connectBackend, type Backend } from '../../connectBackend.ts'
import { until } from '../../tests/openTab.ts'
import type { ConversationStore } from '../ConversationStore.ts'
import { createConversations } from '../createConversations.ts'

/** State that the tabs of one browser share. */
export interface ChatBrowser {
  readonly storage: Storage
  readonly databaseName: string
}

export const newChatBrowser = (): ChatBrowser => ({
  storage: createStorage(),
  databaseName: `conversations-${randomUUID()}`,
})

export interface ChatTab extends Backend {
  readonly chats: ConversationStore
  readonly page: EventTarget
  /** Ends the tab abruptly, as if the browser killed it. */
  readonly die: () => void
}

interface ChatTabOptions {
  readonly url: string
  readonly publishableKey: string
  readonly browser: ChatBrowser
  readonly user: { readonly email: string; readonly password: string; readonly userId: string }
}

/** Opens a tab that is signed in as the user. */
export async function openChatTab({ url, publishableKey, browser, user }: ChatTabOptions): Promise<ChatTab> {
  const backend = connectBackend(
    { url, publishableKey, localSignIn: false, realtime: false, mail: false },
    { storage: browser.storage },
  )
  const page = new EventTarget()
  const chats = createConversations({
    ...backend,
    page,
    locks: undefined,
    databaseName: browser.databaseName,
    firstPauseMs: 50,
  })
  await until(backend.session, (state) => state.status !== 'loading')
  const known = backend.session.getState()
  if (known.status !== 'signed-in' || known.userId !== user.userId)
    await backend.session.signIn(user.email, user.password)
  return {
    ...backend,
    chats,
    page,
    die() {
      chats.dispose()
      backend.session.dispose()
    },
  }
}

const start = Date.now() - 3_600_000
let made = 0

/** Makes a conversation 1 s later than the one before. */
export function newConversation(change: Partial<Conversation> = {}): Conversation {
  made += 1
  const time = new Date(start + made * 1000).toISOString()
  return {
    id: newId(),
    title: `Conversation ${made}`,
    python_first: true,
    metadata: { allowed_tools: [], allowed_hosts: [], uses_built_in_model: false },
    created_at: time,
    updated_at: time,
    ...change,
  }
}

export function newMessage(text: string, change: Partial<ChatMessage> = {}): ChatMessage {
  made += 1
  return {
    id: newId(),
    role: 'user',
    parts: [{ type: 'text', text }],
    metadata: chatMetadata.parse({}),
    created_at: new Date(start + made * 1000).toISOString(),
    ...change,
  }
}

/** The same message with other text, still being written. */
export const writing = (message: ChatMessage, text: string): ChatMessage => ({
  ...message,
  parts: [{ type: 'text', text, state: 'streaming' }],
  metadata: { ...message.metadata, state: 'writing' },
})
