/** tools.gemini_chat: an answer from Gemini. */
import { aiTiers } from '../ai/aiTiers.ts'
import { defineProviderChat } from './defineProviderChat.ts'

export const geminiChat = defineProviderChat({
  name: 'gemini_chat',
  tier: aiTiers.gemini,
})
