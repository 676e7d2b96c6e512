/** The table of embedding providers, which make vectors of texts so that memories are found by meaning. */
import { aiTiers, type AiTierId, type AiWire } from './aiTiers.ts'

export interface EmbeddingProvider {
  readonly id: EmbeddingProviderId
  /** For people. */
  readonly label: string
  readonly wire: AiWire
  /** Names of the environment variables that override the table. */
  readonly variables: { readonly key: string; readonly model: string; readonly baseUrl: string }
  /** null if only the environment names it. */
  readonly baseUrl: string | null
  readonly model: string | null
  /** Numbers in a vector of `model`; null if unknown in advance. */
  readonly dimension: number | null
}

/**
 * The first configured provider is used. A custom endpoint comes first: nobody configures one by accident.
 */
export const embeddingProviderIds = ['compatible', 'openai', 'gemini'] as const satisfies readonly AiTierId[]
export type EmbeddingProviderId = (typeof embeddingProviderIds)[number]

const { openai, gemini } = aiTiers

export const embeddingProviders: Readonly<Record<EmbeddingProviderId, EmbeddingProvider>> = {
  compatible: {
    id: 'compatible',
    label: 'The embedding endpoint',
    wire: 'compatible',
    variables: { key: 'EMBEDDING_API_KEY', model: 'EMBEDDING_MODEL', baseUrl: 'EMBEDDING_BASE_URL' },
    baseUrl: null,
    model: null,
    dimension: null,
  },
  openai: {
    id: 'openai',
    label: openai.label,
    wire: openai.wire,
    variables: { ...openai.variables, model: 'OPENAI_EMBEDDING_MODEL' },
    baseUrl: openai.baseUrl,
    model: 'text-embedding-3-small',
    dimension: 1536,
  },
  gemini: {
    id: 'gemini',
    label: gemini.label,
    wire: gemini.wire,
    variables: { ...gemini.variables, model: 'GEMINI_EMBEDDING_MODEL' },
    baseUrl: gemini.baseUrl,
    model: 'gemini-embedding-001',
    dimension: 1536,
  },
}

/** Forces one provider by its id; `none` turns embeddings off. */
export const embeddingChoiceVariable = 'EMBEDDING_PROVIDER'
/** Numbers in a vector, for models that let the caller choose. */
export const embeddingDimensionVariable = 'EMBEDDING_DIMENSION'

export const embeddingLimits = {
  /** Longer texts are embedded by their beginning: models take a few thousand tokens. */
  characters: 8000,
  /** pgvector's limit. */
  dimension: 16_000,
  /** Timeout of `remember` and `match_memories`; after it they continue without a vector. */
  milliseconds: 8000,
} as const
