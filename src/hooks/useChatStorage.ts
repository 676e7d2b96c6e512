/** Drafts, the last conversation and pending deletions, as this browser stores them. */
import type { ChatStorage } from '../state/createChatStorage.ts'
import { useAppServices } from './useAppServices.ts'

export const useChatStorage = (): ChatStorage => useAppServices().chatStorage
