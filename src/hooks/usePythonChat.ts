/** A temporary chat whose model answers by running Python. The stored variant is usePersistentChat. */
import { useCallback, useEffect, useRef } from 'react'
import type { Chat } from '../chat/createChat.ts'
import type { ChatExecutor, Chats } from '../chat/createChats.ts'
import { type HeldChat, useChat } from './useChat.ts'

interface PythonChatOptions {
  /** Gives the model the tool `execute_python`. Default: true. A change applies from the next message on. */
  readonly pythonFirst?: boolean
  /** Where Python runs: 'browser', or 'edge' for the server. Default: the user's setting. A change starts a new chat. */
  readonly executor?: ChatExecutor
}

/**
 * Starts a chat that is not stored. Messages sent before it is open are queued.
 * Messages are AI SDK `UIMessage`s with the parts of contract/chat/chat.ts.
 * @example
 * const { messages, sendMessage, isLoading, stop } = usePythonChat({ pythonFirst: true })
 * sendMessage('What is the sum of the first hundred primes?')
 */
export function usePythonChat({ pythonFirst = true, executor }: PythonChatOptions = {}): HeldChat {
  const first = useRef(pythonFirst)
  const open = useCallback(
    (chats: Chats) =>
      Promise.resolve(
        chats.createUnstored({
          pythonFirst: first.current,
          ...(executor === undefined ? {} : { executor }),
        }),
      ),
    [executor],
  )
  const held = useChat(open, dispose)
  usePythonFirst(held.chat, pythonFirst)
  return held
}

const dispose = (chat: Chat) => chat.dispose()

/** Applies a changed `pythonFirst` to the open chat. */
function usePythonFirst(chat: Chat | null, pythonFirst: boolean): void {
  useEffect(() => {
    if (chat && chat.getState().conversation.python_first !== pythonFirst) chat.setPythonFirst(pythonFirst)
  }, [chat, pythonFirst])
}
