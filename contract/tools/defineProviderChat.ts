/** Defines the tool of one AI provider, which asks that provider only. */
import { z } from 'zod'
import type { AiTier, AiTierId } from '../ai/aiTiers.ts'
import { aiTimeoutMs, aiUsage, chatMessages, isCompleteText } from './aiAnswer.ts'
import { defineTool } from './defineTool.ts'

interface ProviderChat {
  readonly name: string
  readonly tier: AiTier
}

/** The name of the edge function that asks only this provider. */
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
        // Some providers have the model in the URL's path, so `..` and the like must not pass.
        .regex(/^\w[\w.:-]*(?:\/\w[\w.:-]*)*$/, 'is not the name of a model')
        .nullable()
        .default(null)
        .describe(
          `Any model of the provider, such as the classic '${tier.classicModel}' while it is offered. ` +
            `None: '${tier.model}', unless the variable ${tier.variables.model} names another.`,
        ),
      temperature: z
        .number()
        .min(0)
        .max(2)
        .nullable()
        .default(null)
        .describe('From 0 to 2. Sent only if given, since some models refuse it.'),
      max_tokens: z
        .int()
        .min(1)
        .max(1_000_000)
        .nullable()
        .default(null)
        .describe('Limit for the length of the answer, in tokens.'),
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
