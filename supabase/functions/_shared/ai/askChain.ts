/** One question to the AI chain, for callers who want the answer in one piece. */
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
  /** False where it was cut off; then `text` is what came until then. */
  readonly isComplete: boolean
  readonly ready: ReadyTier
  readonly usage: AiUsage
}

/** As `userId`'s. Throws what openChain and streamThroughTiers throw. `attempts` is filled with who was asked, also where nobody answers. */
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
