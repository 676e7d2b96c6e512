/** A chat that is stored: kept in this browser at once, delivered to Postgres, and there again after a reload or elsewhere. */
import { useCallback } from 'react'
import type { Chats } from '../chat/createChats.ts'
import { type HeldChat, useChat } from './useChat.ts'

interface PersistentChatOptions {
  /** null begins a new conversation: its id is `state.conversation.id`, and it is stored from its first message on. */
  readonly conversationId: string | null
  /** Of a new conversation; one that is stored remembers its own. Default true. */
  readonly pythonFirst?: boolean
}

/**
 * ```tsx
 * const chat = usePersistentChat({ conversationId })
 * if (chat.status === 'missing') return <p>There is no such conversation.</p>
 * ```
 * It goes on answering when the component is gone: whoever opens the conversation again finds it as it is.
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
