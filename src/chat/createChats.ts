/** The open chats of this tab. A chat keeps answering while another page is shown. */
import { v4 as newId } from 'uuid'
import type { Conversation } from '../../contract/chat/chat.ts'
import type { ConversationStore } from '../data/chat/ConversationStore.ts'
import { type Chat, createChat } from './createChat.ts'
import type { ChatKeeper, ChatPorts } from './ports.ts'
import { toTitle } from './toTitle.ts'

export type ChatExecutor = 'browser' | 'edge'

export interface NewChat {
  readonly pythonFirst: boolean
  /** The place where its Python runs; by default, the person's setting decides. */
  readonly executor?: ChatExecutor
}

export interface Chats {
  readonly conversations: ConversationStore
  /** Creates a chat that is stored from its first message on; `open` finds it by its conversation's id. */
  create(options: NewChat): Chat
  /**
   * Opens a stored chat. @returns null if there is none with that id. @throws an AppError if it cannot be
   * read.
   */
  open(id: string, signal: AbortSignal): Promise<Chat | null>
  /** Creates a chat that is not stored; only the log has its runs. The caller disposes of it. */
  createUnstored(options: NewChat): Chat
  rename(conversation: Conversation, title: string): void
  /** Deletes a conversation with all its messages. */
  remove(id: string): Promise<void>
  /** Closes all chats, since another user may sign in. Unanswered messages stay stored. */
  leaveAll(): void
  dispose(): void
}

interface ChatsOptions {
  readonly store: ConversationStore
  /** Makes a chat's ports; `read` returns its current conversation. */
  readonly portsFor: (read: () => Conversation, executor: ChatExecutor | undefined) => ChatPorts
  /** `navigator.locks` (Web Locks); absent on plain http. */
  readonly locks: LockManager | undefined
}

/** Idle chats beyond this number are closed, least recently used first: each holds an interpreter. */
const idleChatsKept = 3

export function createChats({ store, portsFor, locks }: ChatsOptions): Chats {
  /** Least recently used first (LRU). */
  const live = new Map<string, Chat>()
  const unstored = new Set<Chat>()

  function touch(id: string, chat: Chat): Chat {
    live.delete(id)
    live.set(id, chat)
    const idle = [...live].filter(([, one]) => one !== chat && one.getState().activity === 'idle')
    for (const [oldId, old] of idle.slice(0, Math.max(0, idle.length - idleChatsKept))) {
      live.delete(oldId)
      old.dispose()
    }
    return chat
  }

  function build(
    begun: Omit<Parameters<typeof createChat>[0], 'ports' | 'keeper'>,
    keeper: ChatKeeper,
    executor?: ChatExecutor,
  ): Chat {
    // The ports read it only after the chat exists.
    const read = (): Conversation => chat?.getState().conversation ?? begun.conversation
    let chat: Chat | undefined
    chat = createChat({ ...begun, ports: portsFor(read, executor), keeper })
    return chat
  }

  const keeperOf = (id: string): ChatKeeper => ({
    keepMessage: (message) => store.keepMessage(id, message),
    keepConversation: store.keepConversation,
    removeMessages: (ids) => store.removeMessages(id, ids),
    claim: () => claim(locks, `eliza-chat-${id}`),
  })

  const unsubscribe = store.onChange((changed) => {
    const chat = live.get(changed)
    if (chat) void refresh(changed, chat)
  })
  /** Busy chats that reload another tab's changes once they are idle. */
  const late = new Set<Chat>()
  function refreshLater(id: string, chat: Chat): void {
    if (late.has(chat)) return
    late.add(chat)
    const end = chat.subscribe(() => {
      if (chat.getState().activity !== 'idle') return
      end()
      late.delete(chat)
      if (live.get(id) === chat) void refresh(id, chat)
    })
  }
  async function refresh(id: string, chat: Chat): Promise<void> {
    if (chat.getState().activity !== 'idle') return refreshLater(id, chat)
    try {
      const stored = await store.open(id, new AbortController().signal)
      if (stored) chat.replace(stored.messages, stored.conversation)
    } catch {
      // The shown state stays. Opening the chat reads it again.
    }
  }

  function leaveAll(): void {
    for (const chat of [...live.values(), ...unstored]) chat.dispose()
    live.clear()
    unstored.clear()
  }

  return {
    conversations: store,
    create(options) {
      const conversation = newConversation(options)
      const chat = build(
        { conversation, messages: [], summary: null },
        keeperOf(conversation.id),
        options.executor,
      )
      return touch(conversation.id, chat)
    },
    async open(id, signal) {
      const opened = live.get(id)
      if (opened) return touch(id, opened)
      const stored = await store.open(id, signal)
      // A concurrent call may have opened it.
      const meanwhile = live.get(id)
      if (meanwhile) return touch(id, meanwhile)
      return stored && touch(id, build(stored, keeperOf(id)))
    },
    createUnstored(options) {
      const begun = { conversation: newConversation(options), messages: [], summary: null }
      const chat = build(begun, keepsNothing, options.executor)
      unstored.add(chat)
      return {
        ...chat,
        dispose() {
          unstored.delete(chat)
          chat.dispose()
        },
      }
    },
    rename(conversation, title) {
      const opened = live.get(conversation.id)
      if (opened) return opened.rename(title)
      const updated_at = new Date().toISOString()
      store.keepConversation({ ...conversation, title: toTitle(title), updated_at })
    },
    async remove(id) {
      live.get(id)?.dispose()
      live.delete(id)
      await store.remove(id)
    },
    leaveAll,
    dispose() {
      unsubscribe()
      leaveAll()
      store.dispose()
    },
  }
}

function newConversation({ pythonFirst }: NewChat): Conversation {
  const now = new Date().toISOString()
  return {
    id: newId(),
    title: '',
    python_first: pythonFirst,
    metadata: { allowed_tools: [], allowed_hosts: [], uses_built_in_model: false },
    created_at: now,
    updated_at: now,
  }
}

const keepsNothing: ChatKeeper = {
  keepMessage: () => {},
  keepConversation: () => {},
  removeMessages: () => {},
  claim: () => Promise.resolve(() => {}),
}

/**
 * Takes the conversation's Web Lock, held until it is released or the tab dies. Without Web Locks every claim
 * succeeds.
 */
function claim(locks: LockManager | undefined, name: string): Promise<(() => void) | null> {
  if (locks === undefined) return Promise.resolve(() => {})
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(null)
        return new Promise<void>((release) => resolve(release))
      })
      .catch(reject)
  })
}
