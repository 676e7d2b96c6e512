/** How the AI chain's providers are set up and doing: what the function ai-status takes and gives. */
import { z } from 'zod'
import { endpointReaches, ownEndpoint } from './aiEndpoint.ts'
import { aiTierIds } from './aiTiers.ts'
import { aiUsage, attemptFailures } from '../tools/aiAnswer.ts'

export const aiStatusFunction = 'ai-status'

/**
 * With `test`, that provider is asked a tiny question; with `models`, the caller's own endpoint what it has; without, nobody
 * is asked. It takes no addresses: scripts may call it, and what it asks is for the page alone to set.
 */
export const aiStatusRequest = z.strictObject({
  test: z.enum([...aiTierIds, ownEndpoint]).optional(),
  models: z.literal(ownEndpoint).optional(),
})
export type AiTestable = NonNullable<z.infer<typeof aiStatusRequest>['test']>

const price = z.object({
  /** Of a million tokens. */
  input: z.number(),
  output: z.number(),
  currency: z.enum(['USD', 'CNY']),
  /** The date of the source, where it has one. */
  asOf: z.string().nullable(),
})

export const aiTierStatus = z.object({
  id: z.enum(aiTierIds),
  label: z.string(),
  /** From 1, among those that are asked; null where AI_TIERS leaves it out. */
  place: z.int().nullable(),
  /** Whether it can be asked: lacking what `missing` names, or wrong as `problem` says. */
  setup: z.enum(['ready', 'lacking', 'wrong']),
  /** Names of variables. */
  missing: z.array(z.string()),
  problem: z.string().nullable(),
  /** What it is asked for, where that is known. */
  model: z.string().nullable(),
  /** Of the table's own model; those of others are not known. */
  contextTokens: z.int().nullable(),
  price: price.nullable(),
  /** null where it may be asked. */
  rest: z.object({ ms: z.number(), because: z.string() }).nullable(),
  /** When this process of the functions asked it last, for whomever; null where it has not yet. */
  last: z
    .object({
      failure: z.enum(attemptFailures).nullable(),
      /** Goes on where the name stops: "refuses the key (status 401)". */
      reason: z.string().nullable(),
      at: z.string(),
      duration_ms: z.number(),
    })
    .nullable(),
})
export type AiTierStatus = z.infer<typeof aiTierStatus>

export const aiStatusAnswer = z.object({
  /** In the order in which they are asked; then those that AI_TIERS leaves out. */
  tiers: z.array(aiTierStatus),
  /** What is wrong with the chain as a whole, such as a limit that is no number. */
  problem: z.string().nullable(),
  /** Of the endpoints that users set for themselves. */
  endpoints: z.enum(endpointReaches),
  /** Whether a service is set up that reads text aloud, and one that writes down what is said. */
  speech: z.object({ speaks: z.boolean(), hears: z.boolean() }),
})
export type AiStatusAnswer = z.infer<typeof aiStatusAnswer>

/** A provider that failed is an answer too. */
export const aiTestAnswer = z.object({
  ok: z.boolean(),
  model: z.string(),
  /** null where it answered. */
  failure: z.enum(attemptFailures).nullable(),
  /** The failure as a sentence. */
  reason: z.string().nullable(),
  duration_ms: z.number(),
  /** null where it did not answer. */
  usage: aiUsage.nullable(),
})
export type AiTestAnswer = z.infer<typeof aiTestAnswer>
