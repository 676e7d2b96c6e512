/** The endpoint of their own that a user sets under Settings: what is stored of it, and what the function ai-status tells of its models. */
import { z } from 'zod'

/** Names the caller's own endpoint where ai-status is asked to test a provider. */
export const ownEndpoint = 'own'

/** How attempts and messages name it. */
export const ownEndpointLabel = 'Your own endpoint'

/** A row of ai_endpoints without its key, which nobody can read. */
export const aiEndpoint = z.object({
  base_url: z.string(),
  /** Empty: none is chosen yet, and it is not asked. */
  model: z.string(),
  has_key: z.boolean(),
  /** null where it is not known. */
  context_tokens: z.int().nullable(),
  /** Before all other providers; else at the place of OpenAI-compatible ones. */
  asks_first: z.boolean(),
})
export type AiEndpoint = z.infer<typeof aiEndpoint>

/** What is typed into the form. */
export interface AiEndpointDraft extends Omit<AiEndpoint, 'has_key'> {
  /** A new one; null: none, or the one that is stored where `keepsKey`. */
  readonly key: string | null
  /** Whether the stored one stays. It does not where the address leads to another host. */
  readonly keepsKey: boolean
}

export const modelLimits = { models: 500, nameCharacters: 300 } as const

/** An endpoint that does not tell its models is an answer too. */
export const aiModelsAnswer = z.object({
  /** By name. */
  models: z.array(z.string().max(modelLimits.nameCharacters)).max(modelLimits.models),
  /** Why there are none, as a sentence; null where the endpoint told. */
  reason: z.string().nullable(),
})
export type AiModelsAnswer = z.infer<typeof aiModelsAnswer>

/**
 * Where endpoints of users may lie. public: on the public internet. anywhere: on this machine and its network too.
 * none: the functions have no right to read what users set.
 */
export const endpointReaches = ['public', 'anywhere', 'none'] as const
export type EndpointReach = (typeof endpointReaches)[number]

/** 1: endpoints of users may lie on the machine of the functions and in its network. */
export const endpointReachVariable = 'AI_ENDPOINT_ALLOW_PRIVATE'
