/** What this browser remembers of the chat window. */
import type { ChatMemory } from '../state/createChatMemory.ts'
import { useAppServices } from './useAppServices.ts'

export const useChatMemory = (): ChatMemory => useAppServices().chatMemory
