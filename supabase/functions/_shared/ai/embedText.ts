/** Turns a text into a vector, and validates the provider's answer. */
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import { embeddingLimits } from '../../../../contract/ai/embeddingProviders.ts'
import { fetchFromProvider } from './fetchFromProvider.ts'
import type { ReadyEmbedder } from './readEmbedder.ts'
import { TierFault } from './TierFault.ts'
import { toTierFault } from './toTierFault.ts'

/** A vector with its model's name: vectors of different models cannot be compared. */
export interface TextVector {
  /** `provider/model`. */
  readonly model: string
  readonly numbers: readonly number[]
}

/**
 * Embeds the first 8,000 characters of a text.
 *
 * @throws TierFault if the provider fails, or does not answer within 8 s. The reason of `caller` if it
 *   aborts.
 */
export async function embedText(
  ready: ReadyEmbedder,
  text: string,
  caller: AbortSignal,
): Promise<TextVector> {
  const deadline = AbortSignal.timeout(embeddingLimits.milliseconds)
  try {
    const { embeddings } = await createEmbeddingModel(ready).doEmbed({
      values: [text.slice(0, embeddingLimits.characters).toWellFormed()],
      abortSignal: AbortSignal.any([caller, deadline]),
      ...(ready.dimension === null ? {} : { dimensions: ready.dimension }),
    })
    return { model: modelName(ready), numbers: readNumbers(embeddings, ready.dimension) }
  } catch (fault) {
    caller.throwIfAborted()
    if (deadline.aborted) {
      throw new TierFault('timed-out', `gave no vector within ${embeddingLimits.milliseconds / 1000} s`)
    }
    throw toTierFault(fault, { hasContent: false, secrets: ready.key === null ? [] : [ready.key] })
  }
}

const modelName = ({ provider, model }: ReadyEmbedder): string => `${provider.id}/${model}`

function createEmbeddingModel({ provider, baseUrl, model, key }: ReadyEmbedder): EmbeddingModelV4 {
  const settings = { baseURL: baseUrl, fetch: fetchFromProvider }
  switch (provider.wire) {
    case 'openai':
      return createOpenAI({ ...settings, apiKey: key ?? '' }).embeddingModel(model)
    case 'gemini':
      return createGoogle({ ...settings, apiKey: key ?? '' }).embeddingModel(model)
    case 'compatible':
      return createOpenAICompatible({
        ...settings,
        ...(key === null ? {} : { apiKey: key }),
        name: provider.id,
      }).embeddingModel(model)
  }
}

function readNumbers(embeddings: readonly (readonly number[])[], expected: number | null): number[] {
  const [numbers = [], ...others] = embeddings
  if (numbers.length === 0) throw new TierFault('empty', 'answered with nothing')
  if (others.length > 0) throw new TierFault('malformed', 'answered with several vectors for one text')
  if (expected === null ? numbers.length > embeddingLimits.dimension : numbers.length !== expected) {
    const wanted = expected === null ? `at most ${embeddingLimits.dimension}` : `the ${expected}`
    throw new TierFault('malformed', `answered with ${numbers.length} numbers in place of ${wanted} expected`)
  }
  // The database stores single precision. Outside this range, distances between vectors underflow or
  // overflow.
  const length = Math.hypot(...numbers)
  if (!(length >= 1e-6 && length <= 1e6)) {
    throw new TierFault('malformed', 'answered with numbers that make no vector')
  }
  return [...numbers]
}
