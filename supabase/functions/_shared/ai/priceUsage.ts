/** Computes the tokens and the price of an answer. */
import type { AiUsage } from '../../../../contract/tools/aiAnswer.ts'
import type { ReadyTier } from './readTiers.ts'

/** Token counts by the provider. undefined if it reports none. */
export interface Tokens {
  readonly input: number | undefined
  readonly output: number | undefined
}

/**
 * The price is the list price, without discounts for cached input. null for models that the table does not
 * price.
 */
export function priceUsage({ tier, model }: ReadyTier, tokens: Tokens): AiUsage {
  const input = tokens.input ?? null
  const output = tokens.output ?? null
  const price = model === tier.model ? tier.price : null
  const cost =
    price === null || input === null || output === null
      ? null
      : (input * price.input + output * price.output) / 1_000_000
  return {
    input_tokens: input,
    output_tokens: output,
    cost,
    currency: cost === null ? null : (price?.currency ?? null),
  }
}
