/** Holds one chat for a hook: opens it, keeps what is sent until it is there, and says why it cannot be opened. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Chat } from '../chat/createChat.ts'
import type { Chats } from '../chat/createChats.ts'
import { useAppServices } from './useAppServices.ts'
import { type ChatView, useChatView } from './useChatView.ts'

export type OpenChat = (chats: Chats, signal: AbortSignal) => Promise<Chat | null>

interface Opened {
  /** What it was opened by. */
  readonly by: OpenChat
  readonly chat: Chat | null
  readonly error: Error | null
}

export interface HeldChat extends ChatView {
  /** 'missing': there is no such conversation. 'failed': see `openError`. */
  readonly status: 'opening' | 'ready' | 'missing' | 'failed'
  readonly openError: Error | null
  readonly reopen: () => void
}

/** `open` should be the same from render to render while the same chat is meant; `close` is given a chat that is left. */
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
