/** tools.ai_chat: one answer from the first provider of the chain that gives one. */
import { z } from 'zod'
import { aiTierIds } from '../ai/aiTiers.ts'
import { aiAttempt, aiTimeoutMs, aiUsage, chatMessages, isCompleteText } from './aiAnswer.ts'
import { defineTool } from './defineTool.ts'

export const aiChat = defineTool({
  name: 'ai_chat',
  functionName: 'ai-chat',
  summary: 'Ask an AI model. If a provider fails, the next one is asked.',
  effect: 'spend',
  timeoutMs: aiTimeoutMs,
  parameters: z.strictObject({
    message: z.string().trim().min(1).max(400_000).describe('The question.'),
    context: z
      .union([z.string().max(400_000), z.record(z.string(), z.unknown())])
      .nullable()
      .default(null)
      .describe('Background for the model, as text or as JSON.'),
    conversation_history: chatMessages
      .nullable()
      .default(null)
      .describe("Earlier turns, oldest first: each with role ('user', 'assistant', 'system') and content."),
  }),
  result: z.object({
    response: z.string(),
    provider: z.enum(aiTierIds).describe('The provider that answered.'),
    model: z.string(),
    complete: z.boolean().describe(isCompleteText),
    attempts: z.array(aiAttempt).describe('The providers that were asked, in order. The last one answered.'),
    usage: aiUsage,
  }),
  example: 'answer = await tools.ai_chat("Why is the sky blue?")\nanswer["response"]',
})
