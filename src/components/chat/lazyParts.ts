/** The parts of the chat that its first paint can do without. */
import { lazy } from 'react'

const loadMessageList = async () => ({ default: (await import('./MessageList.tsx')).MessageList })
const loadConversationList = async () => ({
  default: (await import('./ConversationList.tsx')).ConversationList,
})
const loadAnnouncer = async () => ({ default: (await import('./ChatAnnouncer.tsx')).ChatAnnouncer })
const loadMenu = async () => ({ default: (await import('./ComposerMenu.tsx')).ComposerMenu })
const loadAnswerer = async () => ({ default: (await import('./Answerer.tsx')).Answerer })

export const MessageList = lazy(loadMessageList)
export const ConversationList = lazy(loadConversationList)
export const ChatAnnouncer = lazy(loadAnnouncer)
export const ComposerMenu = lazy(loadMenu)
export const Answerer = lazy(loadAnswerer)

/** Loads ahead what the first message needs: it may be written while the backend is away. */
export async function preloadMessages(): Promise<void> {
  // What could not be loaded now is asked for again when it is shown.
  await Promise.allSettled([loadMessageList(), loadAnnouncer()])
}
