/**
 * A stored chat: saved in this browser at once, delivered to Postgres, and available after a reload or
 * elsewhere.
 */
import { useCallback } from 'react'
import type { Chats } from '../chat/createChats.ts'
import { type HeldChat, useChat } from './useChat.ts'

interface PersistentChatOptions {
  /** null starts a new conversation. Its id is `state.conversation.id`; it is stored with its first message. */
  readonly conversationId: string | null
  /** For a new conversation; a stored one remembers its own setting. Default: true. */
  readonly pythonFirst?: boolean
}

/**
 * Opens a stored conversation, or starts one.
 * The chat goes on answering after the component unmounts; opening the conversation again shows its current
 * state.
 * @example
 * const chat = usePersistentChat({ conversationId })
 * if (chat.status === 'missing') return <p>Conversation not found.</p>
 */
export function usePersistentChat({ conversationId, pythonFirst = true }: PersistentChatOptions): HeldChat {
  const open = useCallback(
    (chats: Chats, signal: AbortSignal) =>
      conversationId === null
        ? Promise.resolve(chats.create({ pythonFirst }))
        : chats.open(conversationId, signal),
    [conversationId, pythonFirst],
  )
  return useChat(open)
}
