/** The view of a chat that all chat hooks return. */
import { useCallback, useSyncExternalStore } from 'react'
import type { ChatMessage } from '../../contract/chat/chat.ts'
import { AppError } from '../../contract/errors.ts'
import type { ChatState } from '../chat/chatState.ts'
import type { Chat } from '../chat/createChat.ts'

/** A chat in the terms of common chat hooks; `chat` and `state` give access to everything else. */
export interface ChatView {
  /** Oldest first. Empty until the chat is open. */
  readonly messages: readonly ChatMessage[]
  /** Ignores blank text, and any text while an answer is being written. */
  readonly sendMessage: (text: string) => void
  /** True from sending until the answer is complete, including Python runs in between. */
  readonly isLoading: boolean
  /** Stops the model, Python and pending tool calls. The partial answer stays. */
  readonly stop: () => void
  /** Why the last action or answer failed. The message can be shown to the user. */
  readonly error: AppError | null
  /** Replaces the answer to the last message with a new one. */
  readonly regenerate: () => void
  /** The chat itself, for all other actions. null until it is open. */
  readonly chat: Chat | null
  /** null until the chat is open. */
  readonly state: ChatState | null
}

const noMessages: readonly ChatMessage[] = []
const never = () => () => {}

/**
 * Subscribes to a chat.
 * @param chat null while it is being opened.
 * @param onEarlyMessage Receives messages that are sent while `chat` is null.
 */
export function useChatView(chat: Chat | null, onEarlyMessage: (text: string) => void): ChatView {
  const state = useSyncExternalStore(chat?.subscribe ?? never, chat?.getState ?? noState)
  const messages = state?.messages ?? noMessages
  const last = messages.at(-1)?.metadata.error ?? null
  const sendMessage = useCallback(
    (text: string) => (chat === null ? onEarlyMessage(text) : chat.send(text)),
    [chat, onEarlyMessage],
  )
  const stop = useCallback(() => chat?.stop(), [chat])
  const regenerate = useCallback(() => chat?.regenerate(), [chat])
  return {
    messages,
    sendMessage,
    isLoading: state !== null && state.activity !== 'idle',
    stop,
    error: state?.error ?? (last === null ? null : new AppError(last.code, last.message)),
    regenerate,
    chat,
    state,
  }
}

const noState = (): null => null
