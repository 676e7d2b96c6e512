/** Opens one chat for a hook, queues messages until it is open, and reports why it cannot be opened. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Chat } from '../chat/createChat.ts'
import type { Chats } from '../chat/createChats.ts'
import { useAppServices } from './useAppServices.ts'
import { type ChatView, useChatView } from './useChatView.ts'

/**
 * Opens or creates a chat. Resolves to null if the conversation does not exist.
 * @param signal Aborted when the component unmounts or another chat is opened.
 */
export type OpenChat = (chats: Chats, signal: AbortSignal) => Promise<Chat | null>

interface Opened {
  /** The function that opened it, to tell the current chat from the one before. */
  readonly by: OpenChat
  readonly chat: Chat | null
  readonly error: Error | null
}

/** A chat view together with the state of opening it. */
export interface HeldChat extends ChatView {
  /** `missing`: the conversation does not exist. `failed`: see `openError`. */
  readonly status: 'opening' | 'ready' | 'missing' | 'failed'
  readonly openError: Error | null
  readonly reopen: () => void
}

/**
 * Opens a chat and keeps it for the life of the component. Messages sent before it is open are queued.
 * @param open Must be stable (`useCallback`): a new function opens another chat.
 * @param close Receives the chat when the component leaves it. Omit it to let the chat go on in the
 * background.
 */
export function useChat(open: OpenChat, close?: (chat: Chat) => void): HeldChat {
  const { loadChats } = useAppServices()
  const [opened, setOpened] = useState<Opened | null>(null)
  const [attempt, setAttempt] = useState(0)
  const early = useRef<string[]>([])

  useEffect(() => {
    const leaving = new AbortController()
    let own: Chat | null = null
    loadChats()
      .then((chats) => open(chats, leaving.signal))
      .then((chat) => {
        own = chat
        if (leaving.signal.aborted) return chat && close?.(chat)
        setOpened({ by: open, chat, error: null })
        for (const text of early.current.splice(0)) chat?.send(text)
      })
      .catch((error: unknown) => {
        if (leaving.signal.aborted) return
        setOpened({ by: open, chat: null, error: error instanceof Error ? error : new Error(String(error)) })
      })
    return () => {
      leaving.abort()
      if (own) close?.(own)
    }
  }, [loadChats, open, close, attempt])

  const keepEarly = useCallback((text: string) => void early.current.push(text), [])
  const reopen = useCallback(() => {
    setOpened(null)
    setAttempt((before) => before + 1)
  }, [])
  const current = opened?.by === open ? opened : null
  const view = useChatView(current?.chat ?? null, keepEarly)
  const status = current === null ? 'opening' : current.error ? 'failed' : current.chat ? 'ready' : 'missing'
  return { ...view, status, openError: current?.error ?? null, reopen }
}
