/** What the chat hooks give: the plain words of a chat first, then all that its window needs. */
import { useCallback, useSyncExternalStore } from 'react'
import type { ChatMessage } from '../../contract/chat/chat.ts'
import { AppError } from '../../contract/errors.ts'
import type { ChatState } from '../chat/chatState.ts'
import type { Chat } from '../chat/createChat.ts'

export interface ChatView {
  /** Oldest first. Empty until the chat is there. */
  readonly messages: readonly ChatMessage[]
  /** Blank text is ignored, and so is what comes while an answer is being written. */
  readonly sendMessage: (text: string) => void
  /** True from the message until the answer's last word, the Python between included. */
  readonly isLoading: boolean
  /** Ends model, Python and the tools' requests; what came stands. */
  readonly stop: () => void
  /** Why the last wish or the last answer failed; its message is fit for a person to read. */
  readonly error: AppError | null
  /** Has the last message answered anew. */
  readonly regenerate: () => void
  /** All else that can be done; null until it is there. */
  readonly chat: Chat | null
  /** null until it is there. */
  readonly state: ChatState | null
}

const noMessages: readonly ChatMessage[] = []
const never = () => () => {}

/** `onEarlyMessage` is given what is sent before the chat is there. */
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
