/** What this browser remembers of the chat window. */
import type { ChatStorage } from '../state/createChatStorage.ts'
import { useAppServices } from './useAppServices.ts'

export const useChatStorage = (): ChatStorage => useAppServices().chatStorage
