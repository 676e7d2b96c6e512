/** What the AI tools have in common: the messages they take, and what they tell of an answer. */
import { z } from 'zod'
import { aiTierIds } from '../ai/aiTiers.ts'

/** How long the page waits: a little longer than all attempts of one question may take. */
export const aiTimeoutMs = 120_000

export const chatMessage = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().min(1).max(400_000),
})
export type ChatMessage = z.infer<typeof chatMessage>

export const chatMessages = z.array(chatMessage).max(500)

export const aiUsage = z
  .object({
    input_tokens: z.int().nullable().describe('None where the provider does not say.'),
    output_tokens: z.int().nullable(),
    cost: z.number().nullable().describe("At list price; None where the model's price is not known."),
    currency: z.enum(['USD', 'CNY']).nullable(),
  })
  .meta({ title: 'AiUsage' })
export type AiUsage = z.infer<typeof aiUsage>

/** Why a tier gave no answer, or only half of one. */
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
    failure: z.enum(attemptFailures).nullable().describe('None where it answered.'),
    reason: z.string().nullable().describe('The failure as a sentence.'),
    status: z.int().nullable().describe("The provider's HTTP status, where it was one that says a failure."),
    duration_ms: z.number(),
  })
  .meta({ title: 'AiAttempt' })
export type AiAttempt = z.infer<typeof aiAttempt>

export const isCompleteText = 'False where the answer was cut off; then this is what came until then.'
