/** Reads from the environment which provider makes the embeddings. */
import { AppError } from '../../../../contract/errors.ts'
import {
  embeddingChoiceVariable,
  embeddingDimensionVariable,
  embeddingLimits,
  embeddingProviderIds,
  embeddingProviders,
  type EmbeddingProvider,
} from '../../../../contract/ai/embeddingProviders.ts'

type ReadVariable = (name: string) => string | undefined

export interface ReadyEmbedder {
  readonly provider: EmbeddingProvider
  readonly baseUrl: string
  readonly model: string
  /** null if the endpoint needs no key. */
  readonly key: string | null
  /** The dimension that is requested and expected. null if the model decides. */
  readonly dimension: number | null
}

/**
 * @throws AppError `not-configured` if no provider is set up, if embedding is turned off, or if a setting is
 *   invalid.
 */
export function readEmbedder(read: ReadVariable): ReadyEmbedder {
  const choice = read(embeddingChoiceVariable) || null
  if (choice === 'none') {
    throw new AppError('not-configured', `Embedding is turned off: ${embeddingChoiceVariable} is none.`)
  }
  const ids = choice === null ? embeddingProviderIds : embeddingProviderIds.filter((id) => id === choice)
  if (ids.length === 0) {
    throw new AppError(
      'not-configured',
      `${embeddingChoiceVariable} must be one of ${embeddingProviderIds.join(', ')}, or none. Correct it.`,
    )
  }
  for (const id of ids) {
    const ready = readProvider(embeddingProviders[id], read)
    if (ready !== undefined) return ready
  }
  const missing = ids.map((id) => missingVariables(embeddingProviders[id])).join(', or ')
  throw new AppError(
    'not-configured',
    `No embedding model is set up. Set ${missing} in supabase/functions/.env or as a secret, then restart the functions.`,
  )
}

function readProvider(provider: EmbeddingProvider, read: ReadVariable): ReadyEmbedder | undefined {
  const { variables } = provider
  const key = read(variables.key) || null
  const model = read(variables.model) || provider.model
  const baseUrl = read(variables.baseUrl) || provider.baseUrl
  const hasAccess = key !== null || provider.baseUrl === null
  if (!hasAccess || model === null || baseUrl === null) return undefined
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
    throw new AppError('not-configured', `${variables.baseUrl} is not an http or https address. Correct it.`)
  }
  const known = model === provider.model ? provider.dimension : null
  const dimension = readDimension(read) ?? known
  return { provider, key, model, baseUrl: baseUrl.replace(/\/+$/, ''), dimension }
}

function readDimension(read: ReadVariable): number | null {
  const text = read(embeddingDimensionVariable) || ''
  if (text === '') return null
  const dimension = Number(text)
  if (Number.isInteger(dimension) && dimension >= 1 && dimension <= embeddingLimits.dimension)
    return dimension
  throw new AppError(
    'not-configured',
    `${embeddingDimensionVariable} is not a whole number from 1 to ${embeddingLimits.dimension}. Correct it.`,
  )
}

function missingVariables({ variables, baseUrl }: EmbeddingProvider): string {
  return baseUrl === null ? `${variables.baseUrl} and ${variables.model}` : variables.key
}
