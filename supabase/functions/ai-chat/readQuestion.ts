/** Turns the arguments of ai_chat into a conversation. */
import type { z } from 'zod'
import type { aiChat } from '../../../contract/tools/aiChat.ts'
import { type Conversation, toConversation } from '../_shared/ai/toConversation.ts'

export function readQuestion(parameters: z.output<typeof aiChat.parameters>): Conversation {
  const { message, context, conversation_history } = parameters
  const known = typeof context === 'string' ? context : JSON.stringify(context, null, 1)
  return toConversation([
    ...(context === null || known === ''
      ? []
      : [{ role: 'system' as const, content: `Take this into account:\n\n${known}` }]),
    ...(conversation_history ?? []),
    { role: 'user', content: message },
  ])
}
