/** Parts of the chat that the first paint does not need. */
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

/** Preloads what the first message needs, because it may be written while the server is down. Never rejects. */
export async function preloadMessages(): Promise<void> {
  // A part that fails to load here is requested again when it is rendered.
  await Promise.allSettled([loadMessageList(), loadAnnouncer()])
}
