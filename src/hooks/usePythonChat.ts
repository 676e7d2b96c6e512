/** A chat whose model answers by writing Python that runs at once; it is not stored. usePersistentChat is the same, stored. */
import { useCallback, useEffect, useRef } from 'react'
import type { Chat } from '../chat/createChat.ts'
import type { ChatExecutor, Chats } from '../chat/createChats.ts'
import { type HeldChat, useChat } from './useChat.ts'

interface PythonChatOptions {
  /** Whether the model has `execute_python` and is told to use it; default true. A change holds from the next message on. */
  readonly pythonFirst?: boolean
  /**
   * Where its Python runs: 'browser', or 'edge' for the server; default: where the person has scripts run. Another one begins
   * a new chat.
   */
  readonly executor?: ChatExecutor
}

/**
 * ```tsx
 * const { messages, sendMessage, isLoading, stop, error, regenerate } = usePythonChat({ pythonFirst: true })
 * sendMessage('What is the sum of the first hundred primes?')
 * ```
 * Messages are AI SDK UIMessages with the parts of contract/chat/chat.ts. What is sent before the chat is there is sent then.
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

/** Keeps the chat as the caller has it. */
function usePythonFirst(chat: Chat | null, pythonFirst: boolean): void {
  useEffect(() => {
    if (chat && chat.getState().conversation.python_first !== pythonFirst) chat.setPythonFirst(pythonFirst)
  }, [chat, pythonFirst])
}
