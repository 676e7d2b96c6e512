/** tools.ai_chat: one answer from whichever provider of the chain gives one. */
import { z } from 'zod'
import { aiTierIds } from '../ai/aiTiers.ts'
import { aiAttempt, aiTimeoutMs, aiUsage, chatMessages, isCompleteText } from './aiAnswer.ts'
import { defineTool } from './defineTool.ts'

export const aiChat = defineTool({
  name: 'ai_chat',
  functionName: 'ai-chat',
  summary: 'Ask an AI model; when one provider fails, the next one is asked.',
  effect: 'spend',
  timeoutMs: aiTimeoutMs,
  parameters: z.strictObject({
    message: z.string().trim().min(1).max(400_000).describe('What to ask.'),
    context: z
      .union([z.string().max(400_000), z.record(z.string(), z.unknown())])
      .nullable()
      .default(null)
      .describe('What the model should know beside it, as text or as JSON.'),
    conversation_history: chatMessages
      .nullable()
      .default(null)
      .describe(
        "The turns before, oldest first: each with role ('user', 'assistant', 'system') and content.",
      ),
  }),
  result: z.object({
    response: z.string(),
    provider: z.enum(aiTierIds).describe('Who answered.'),
    model: z.string(),
    complete: z.boolean().describe(isCompleteText),
    attempts: z.array(aiAttempt).describe('Who was asked, in order; the last one answered.'),
    usage: aiUsage,
  }),
  example: 'answer = await tools.ai_chat("Why is the sky blue?")\nanswer["response"]',
})
