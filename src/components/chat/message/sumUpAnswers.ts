/** Sums up which models gave an answer and what it cost, over all its steps. Pure. */
import { aiTiers } from '../../../../contract/ai/aiTiers.ts'
import type { ChatMetadata } from '../../../../contract/chat/chat.ts'

/** The totals of one answer. */
export interface AnswersSum {
  /** Labels without duplicates, in order: 'Gemini (gemini-3.5-flash-lite)'. */
  readonly answerers: readonly string[]
  readonly answers: number
  readonly tokens: number
  readonly costs: readonly { readonly amount: number; readonly currency: 'USD' | 'CNY' }[]
  /** Number of answers with an unknown price. */
  readonly unpriced: number
}

export function sumUpAnswers(steps: ChatMetadata['steps']): AnswersSum {
  const costs = new Map<'USD' | 'CNY', number>()
  let tokens = 0
  let unpriced = 0
  for (const { usage } of steps) {
    tokens += (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0)
    if (typeof usage?.cost !== 'number' || usage.currency === null) unpriced += 1
    else costs.set(usage.currency, (costs.get(usage.currency) ?? 0) + usage.cost)
  }
  return {
    answerers: [...new Set(steps.map(({ provider, model }) => `${labelOf(provider)} (${model})`))],
    answers: steps.length,
    tokens,
    costs: [...costs].map(([currency, amount]) => ({ amount, currency })),
    unpriced,
  }
}

const labelOf = (provider: ChatMetadata['steps'][number]['provider']): string =>
  provider === 'built-in' ? 'The browser’s model' : aiTiers[provider].label
