/** The tool of one provider of the AI chain: it alone is asked. */
import { z } from 'zod'
import type { AiTier, AiTierId } from '../ai/aiTiers.ts'
import { aiTimeoutMs, aiUsage, chatMessages, isCompleteText } from './aiAnswer.ts'
import { defineTool } from './defineTool.ts'

interface ProviderChat {
  readonly name: string
  readonly tier: AiTier
}

/** The function that asks this provider alone. */
export const providerChatFunction = (id: AiTierId): string => `${id}-chat`

export const defineProviderChat = ({ name, tier }: ProviderChat) =>
  defineTool({
    name,
    functionName: providerChatFunction(tier.id),
    summary: `Ask ${tier.label}, and no other provider.`,
    effect: 'spend',
    timeoutMs: aiTimeoutMs,
    parameters: z.strictObject({
      messages: chatMessages
        .min(1)
        .describe(
          "The conversation, oldest first: each with role ('user', 'assistant', 'system') and content.",
        ),
      model: z
        .string()
        .max(200)
        // Some have it in their path: no part of it may lead elsewhere.
        .regex(/^\w[\w.:-]*(?:\/\w[\w.:-]*)*$/, 'is not the name of a model')
        .nullable()
        .default(null)
        .describe(
          `Any model of the provider's, by its name there, such as the classic '${tier.classicModel}' while it is offered. ` +
            `None: '${tier.model}', unless the variable ${tier.variables.model} names another.`,
        ),
      temperature: z
        .number()
        .min(0)
        .max(2)
        .nullable()
        .default(null)
        .describe('From 0 to 2. Sent only when given: some models refuse it.'),
      max_tokens: z
        .int()
        .min(1)
        .max(1_000_000)
        .nullable()
        .default(null)
        .describe('How long the answer may become at most.'),
    }),
    result: z.object({
      content: z.string(),
      model: z.string(),
      complete: z.boolean().describe(isCompleteText),
      usage: aiUsage,
    }),
    example: `answer = await tools.${name}([{"role": "user", "content": "Why is the sky blue?"}])\nanswer["content"]`,
  })

export type ProviderChatTool = ReturnType<typeof defineProviderChat>
