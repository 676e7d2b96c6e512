/**
 * A user's own AI endpoint, set under Settings: its stored row, and the models that `ai-status` lists for it.
 */
import { z } from 'zod'

/** The name of the caller's own endpoint in an `ai-status` test. */
export const ownEndpoint = 'own'

/** The label in attempts and messages. */
export const ownEndpointLabel = 'Your own endpoint'

/** A row of ai_endpoints without its key: no client can read keys. */
export const aiEndpoint = z.object({
  base_url: z.string(),
  /** Empty: no model is chosen yet, and the chain skips the endpoint. */
  model: z.string(),
  has_key: z.boolean(),
  /** null if unknown. */
  context_tokens: z.int().nullable(),
  /**
   * Whether the chain asks it before all other providers. Otherwise it takes the place of OpenAI-compatible
   * ones.
   */
  asks_first: z.boolean(),
})
export type AiEndpoint = z.infer<typeof aiEndpoint>

/** The values of the form. */
export interface AiEndpointDraft extends Omit<AiEndpoint, 'has_key'> {
  /** A new key. null: no new key, so `keepsKey` decides about the stored one. */
  readonly key: string | null
  /** Whether the stored key stays. It is dropped if the address moves to another host. */
  readonly keepsKey: boolean
}

export const modelLimits = { models: 500, nameCharacters: 300 } as const

/** The answer to a question for models. If the endpoint lists none, `reason` says why. */
export const aiModelsAnswer = z.object({
  /** Sorted by name. */
  models: z.array(z.string().max(modelLimits.nameCharacters)).max(modelLimits.models),
  /** Why the list is empty, as a sentence; null if the endpoint gave its list. */
  reason: z.string().nullable(),
})
export type AiModelsAnswer = z.infer<typeof aiModelsAnswer>

/**
 * The allowed places of users' endpoints. `public`: on the public internet. `anywhere`: also on the
 * functions' machine and its network. `none`: the functions have no access to users' settings.
 */
export const endpointReaches = ['public', 'anywhere', 'none'] as const
export type EndpointReach = (typeof endpointReaches)[number]

/** If set to 1, users' endpoints may be on the functions' machine and its network. */
export const endpointReachVariable = 'AI_ENDPOINT_ALLOW_PRIVATE'
