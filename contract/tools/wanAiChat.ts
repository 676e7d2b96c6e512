/** tools.wan_ai_chat: an answer from WAN-AI (Qwen). */
import { aiTiers } from '../ai/aiTiers.ts'
import { defineProviderChat } from './defineProviderChat.ts'

export const wanAiChat = defineProviderChat({
  name: 'wan_ai_chat',
  tier: aiTiers['wan-ai'],
})
