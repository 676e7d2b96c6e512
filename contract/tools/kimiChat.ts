/** tools.kimi_chat: an answer from Kimi, through OpenRouter. */
import { aiTiers } from '../ai/aiTiers.ts'
import { defineProviderChat } from './defineProviderChat.ts'

export const kimiChat = defineProviderChat({
  name: 'kimi_chat',
  tier: aiTiers.kimi,
})
