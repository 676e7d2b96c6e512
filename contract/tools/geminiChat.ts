/** tools.gemini_chat: an answer from Gemini. */
import { aiTiers } from '../aiTiers.ts'
import { defineProviderChat } from './defineProviderChat.ts'

export const geminiChat = defineProviderChat({
  name: 'gemini_chat',
  functionName: 'gemini-chat',
  tier: aiTiers.gemini,
})
