/** Schemas that the AI tools share: messages, usage and attempts. */
import { z } from 'zod'
import { aiTierIds } from '../ai/aiTiers.ts'

/** Timeout of the page, in milliseconds: slightly longer than all attempts of one question may take. */
export const aiTimeoutMs = 120_000

export const chatMessage = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().min(1).max(400_000),
})
export type ChatMessage = z.infer<typeof chatMessage>

export const chatMessages = z.array(chatMessage).max(500)

export const aiUsage = z
  .object({
    input_tokens: z.int().nullable().describe('None if the provider does not report it.'),
    output_tokens: z.int().nullable(),
    cost: z.number().nullable().describe("At list price. None if the model's price is not known."),
    currency: z.enum(['USD', 'CNY']).nullable(),
  })
  .meta({ title: 'AiUsage' })
export type AiUsage = z.infer<typeof aiUsage>

/** Why a tier failed or broke off. */
export const attemptFailures = [
  'cooling-down',
  'rate-limited',
  'quota-used-up',
  'key-refused',
  'model-not-found',
  'request-refused',
  'prompt-too-long',
  'server-error',
  'unreachable',
  'timed-out',
  'malformed',
  'empty',
  'stalled',
  'cut-off',
] as const
export type AttemptFailure = (typeof attemptFailures)[number]

export const aiAttempt = z
  .object({
    provider: z.enum(aiTierIds),
    model: z.string(),
    ok: z.boolean(),
    failure: z.enum(attemptFailures).nullable().describe('None if the provider answered.'),
    reason: z.string().nullable().describe('The failure as a sentence.'),
    status: z.int().nullable().describe("The provider's HTTP status if it reported an error."),
    duration_ms: z.number(),
  })
  .meta({ title: 'AiAttempt' })
export type AiAttempt = z.infer<typeof aiAttempt>

export const isCompleteText = 'False if the answer was cut off. The text so far is kept.'
