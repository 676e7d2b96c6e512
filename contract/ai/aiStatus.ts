/**
 * The request and answers of `ai-status`: how the AI chain's providers are configured and how they are doing.
 */
import { z } from 'zod'
import { endpointReaches, ownEndpoint } from './aiEndpoint.ts'
import { aiTierIds } from './aiTiers.ts'
import { aiUsage, attemptFailures } from '../tools/aiAnswer.ts'

export const aiStatusFunction = 'ai-status'

/**
 * `test` sends a tiny question to that provider. `models` lists the models of the caller's own endpoint.
 * Without either, no provider is contacted.
 * The request takes no addresses: scripts may call this function, and only the page may set addresses.
 */
export const aiStatusRequest = z.strictObject({
  test: z.enum([...aiTierIds, ownEndpoint]).optional(),
  models: z.literal(ownEndpoint).optional(),
})
export type AiTestable = NonNullable<z.infer<typeof aiStatusRequest>['test']>

const price = z.object({
  /** Per million tokens. */
  input: z.number(),
  output: z.number(),
  currency: z.enum(['USD', 'CNY']),
  /** The date of the source; null if it has none. */
  asOf: z.string().nullable(),
})

export const aiTierStatus = z.object({
  id: z.enum(aiTierIds),
  label: z.string(),
  /** Position in the chain, from 1; null if AI_TIERS leaves it out. */
  place: z.int().nullable(),
  /**
   * Whether the chain can ask it. `lacking`: the variables in `missing` are unset. `wrong`: see `problem`.
   */
  setup: z.enum(['ready', 'lacking', 'wrong']),
  /** Names of environment variables. */
  missing: z.array(z.string()),
  problem: z.string().nullable(),
  /** The model it is asked for; null if unknown. */
  model: z.string().nullable(),
  /** The context of the table's own model; null for other models. */
  contextTokens: z.int().nullable(),
  price: price.nullable(),
  /** Its cool-down after a failure; null if it may be asked now. */
  rest: z.object({ ms: z.number(), because: z.string() }).nullable(),
  /** The latest attempt by this process, for any user; null if there is none yet. */
  last: z
    .object({
      failure: z.enum(attemptFailures).nullable(),
      /** Continues a sentence that begins with the provider's name: "refuses the key (status 401)". */
      reason: z.string().nullable(),
      at: z.string(),
      duration_ms: z.number(),
    })
    .nullable(),
})
export type AiTierStatus = z.infer<typeof aiTierStatus>

export const aiStatusAnswer = z.object({
  /** In the order of the chain, then the tiers that AI_TIERS leaves out. */
  tiers: z.array(aiTierStatus),
  /** A fault of the chain as a whole, such as a limit that is not a number. */
  problem: z.string().nullable(),
  /** The allowed places of users' own endpoints. */
  endpoints: z.enum(endpointReaches),
  /** Whether text-to-speech (`speaks`) and speech-to-text (`hears`) are configured. */
  speech: z.object({ speaks: z.boolean(), hears: z.boolean() }),
})
export type AiStatusAnswer = z.infer<typeof aiStatusAnswer>

/** The result of a test. A provider's failure is a result, not an error. */
export const aiTestAnswer = z.object({
  ok: z.boolean(),
  model: z.string(),
  /** null if the provider answered. */
  failure: z.enum(attemptFailures).nullable(),
  /** The failure as a sentence. */
  reason: z.string().nullable(),
  duration_ms: z.number(),
  /** null if the provider did not answer. */
  usage: aiUsage.nullable(),
})
export type AiTestAnswer = z.infer<typeof aiTestAnswer>
