/** Who can make vectors of texts, so that memories are found by what they mean: the one table, beside that of the chat models. */
import { aiTiers, type AiTierId, type AiWire } from './aiTiers.ts'

export interface EmbeddingProvider {
  readonly id: EmbeddingProviderId
  /** For people. */
  readonly label: string
  readonly wire: AiWire
  /** What the environment sets: names of variables. */
  readonly variables: { readonly key: string; readonly model: string; readonly baseUrl: string }
  /** null where only the environment knows it. */
  readonly baseUrl: string | null
  readonly model: string | null
  /** How many numbers a vector of `model` has; null where that is not known before. */
  readonly dimension: number | null
}

/** Who is asked is the first that is set up. An endpoint of one's own goes before the others: nobody names one by chance. */
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

/** The id of the provider that is to be asked and no other, or `none`. */
export const embeddingChoiceVariable = 'EMBEDDING_PROVIDER'
/** How many numbers a vector is to have, where the model lets one choose. */
export const embeddingDimensionVariable = 'EMBEDDING_DIMENSION'

export const embeddingLimits = {
  /** Of a longer text the beginning is embedded: models take some thousand tokens. */
  characters: 8000,
  /** pgvector holds no more. */
  dimension: 16_000,
  /** What remember and match_memories wait; they go on without. */
  milliseconds: 8000,
} as const
