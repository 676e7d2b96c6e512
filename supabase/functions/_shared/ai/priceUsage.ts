/** What an answer took: its tokens, and their price where the table knows it. */
import type { AiUsage } from '../../../../contract/tools/aiAnswer.ts'
import type { ReadyTier } from './readTiers.ts'

/** As the provider counts; undefined where it does not tell. */
export interface Tokens {
  readonly input: number | undefined
  readonly output: number | undefined
}

/** At list price, without discounts for what the provider had cached. */
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
