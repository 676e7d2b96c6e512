/** The AI chain: asks the tiers in order until one answers (failover). */
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { AppError } from '../../../../contract/errors.ts'
import type { AiAttempt } from '../../../../contract/tools/aiAnswer.ts'
import { beginAttempt } from './beginAttempt.ts'
import type { CoolDown } from './createCoolDown.ts'
import { createModel } from './createModel.ts'
import { openTier } from './openTier.ts'
import type { ChainLimits, ReadyTier } from './readTiers.ts'
import { TierFault } from './TierFault.ts'
import { toTierFault } from './toTierFault.ts'

interface ChainOptions {
  /** At least one, in the order of failover. */
  readonly tiers: readonly ReadyTier[]
  readonly limits: Omit<ChainLimits, 'coolDown'>
  /** Without it, no tier is skipped. */
  readonly coolDown?: CoolDown
  /** Called when the outcome of a tier is known, also when its cool-down skips it. */
  readonly onAttempt: (attempt: AiAttempt) => void
}

/**
 * Yields the parts of the first answer that has content. The successful attempt is reported before its last
 * part. Before the first content, a failure leads to the next tier. After it, the generator throws a
 * TierFault, and the parts so far remain valid.
 *
 * @throws AppError `ai-unavailable`, with the reason of each attempt, if no tier answers. The signal's reason
 *   if the caller aborts.
 */
export async function* streamThroughTiers(
  question: LanguageModelV4CallOptions,
  { tiers, limits, coolDown, onAttempt }: ChainOptions,
): AsyncGenerator<LanguageModelV4StreamPart, void> {
  const caller = question.abortSignal ?? new AbortController().signal
  const deadline = AbortSignal.timeout(limits.total)
  const abortSignal = AbortSignal.any([caller, deadline])
  const reasons: string[] = []
  // A user's endpoint has no cool-down: its owner repairs it and retries, and it must not affect other users.
  const coolDownOf = ({ isOwn = false }: ReadyTier) => (isOwn ? undefined : coolDown)

  /**
   * Tiers that cool down come last: better than no answer. Exception: the provider itself asked for the
   * pause.
   */
  function* inTurn(): Generator<ReadyTier> {
    const resting: ReadyTier[] = []
    for (const ready of tiers) {
      const rest = coolDownOf(ready)?.rest(ready.tier.id)
      if (rest === undefined) {
        yield ready
        continue
      }
      reasons.push(beginAttempt(ready, onAttempt).passedOver(rest))
      if (!rest.isDemanded) resting.push(ready)
    }
    yield* resting
  }

  for (const ready of inTurn()) {
    const attempt = beginAttempt(ready, onAttempt)
    const begunAt = coolDown?.now() ?? 0
    let hasContent = false
    try {
      const options = optionsFor(ready, { ...question, abortSignal })
      const parts = await openTier(createModel(ready), options, limitsFor(ready, limits))
      hasContent = true
      for await (const part of parts) {
        if (part.type === 'finish') {
          coolDownOf(ready)?.succeeded(ready.tier.id, begunAt)
          attempt.succeeded()
        }
        yield part
      }
      return
    } catch (error) {
      caller.throwIfAborted()
      if (deadline.aborted) {
        const seconds = limits.total / 1000
        const late = new TierFault(
          'timed-out',
          `did not finish within ${seconds} s, the limit for a question`,
        )
        reasons.push(attempt.failed(late))
        if (hasContent) throw late
        break
      }
      const fault = toTierFault(error, { hasContent, secrets: ready.key === null ? [] : [ready.key] })
      coolDownOf(ready)?.failed(ready.tier.id, fault, begunAt)
      reasons.push(attempt.failed(fault))
      if (hasContent) throw fault
    }
  }
  throw new AppError('ai-unavailable', `No AI provider answered. ${reasons.join(' ')}`)
}

/** A local model may first be loaded from disk, which takes time if it has many gigabytes. */
const ownFirstContentMs = 60_000

const limitsFor = ({ isOwn = false }: ReadyTier, limits: ChainOptions['limits']): ChainOptions['limits'] =>
  isOwn ? { ...limits, firstContent: Math.max(limits.firstContent, ownFirstContentMs) } : limits

/**
 * OpenAI does not stream its reasoning, which would look like silence. So the default model is asked without
 * it.
 */
function optionsFor(
  { tier, model }: ReadyTier,
  question: LanguageModelV4CallOptions,
): LanguageModelV4CallOptions {
  if (tier.wire !== 'openai' || model !== tier.model) return question
  return { ...question, reasoning: question.reasoning ?? 'none' }
}
