/** The parts of the chat that its first paint can do without. */
import { lazyPart } from '../ui/lazy-part.ts'

const loadMessageList = async () => ({ default: (await import('./message/MessageList.tsx')).MessageList })
const loadConversationList = async () => ({
  default: (await import('./list/ConversationList.tsx')).ConversationList,
})
const loadAnnouncer = async () => ({ default: (await import('./message/ChatAnnouncer.tsx')).ChatAnnouncer })
const loadMenu = async () => ({ default: (await import('./composer/ComposerMenu.tsx')).ComposerMenu })
const loadAnswerer = async () => ({ default: (await import('./message/Answerer.tsx')).Answerer })

export const MessageList = lazyPart(loadMessageList)
export const ConversationList = lazyPart(loadConversationList)
export const ChatAnnouncer = lazyPart(loadAnnouncer)
export const ComposerMenu = lazyPart(loadMenu)
export const Answerer = lazyPart(loadAnswerer)

/** Loads ahead what the first message needs: it may be written while the backend is away. */
export async function preloadMessages(): Promise<void> {
  // What could not be loaded now is asked for again when it is shown.
  await Promise.allSettled([loadMessageList(), loadAnnouncer()])
}
