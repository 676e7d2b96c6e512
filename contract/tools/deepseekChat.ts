/** tools.deepseek_chat: an answer from DeepSeek. */
import { aiTiers } from '../ai/aiTiers.ts'
import { defineProviderChat } from './defineProviderChat.ts'

export const deepseekChat = defineProviderChat({
  name: 'deepseek_chat',
  tier: aiTiers.deepseek,
})
