/** Asks the AI chain one question and collects the whole answer. */
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { AppError } from '../../../../contract/errors.ts'
import type { AiAttempt, AiUsage } from '../../../../contract/tools/aiAnswer.ts'
import { collectAnswer } from './collectAnswer.ts'
import { openChain } from './openChain.ts'
import { priceUsage } from './priceUsage.ts'
import { findAsked, type ReadyTier } from './readTiers.ts'
import { streamThroughTiers } from './streamThroughTiers.ts'

export interface ChainAnswer {
  readonly text: string
  /** False if the answer was cut off. `text` then holds the part that arrived. */
  readonly isComplete: boolean
  readonly ready: ReadyTier
  readonly usage: AiUsage
}

/**
 * Asks on behalf of `userId`: their own endpoint is part of the chain.
 *
 * @param attempts Filled with every tier that was tried, even if none answers.
 * @throws The errors of `openChain` and `streamThroughTiers`.
 */
export async function askChain(
  userId: string,
  question: LanguageModelV4CallOptions,
  attempts: AiAttempt[] = [],
): Promise<ChainAnswer> {
  const chain = {
    ...(await openChain(userId)),
    onAttempt: (attempt: AiAttempt) => void attempts.push(attempt),
  }
  const { text, tokens, isComplete } = await collectAnswer(streamThroughTiers(question, chain))
  const ready = findAsked(chain.tiers, attempts.at(-1))
  if (ready === undefined) throw new AppError('ai-unavailable')
  return { text, isComplete, ready, usage: priceUsage(ready, tokens) }
}
