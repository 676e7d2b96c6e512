/** The AI chain: asks one tier after the other until one answers. */
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
  /** At least one, in the order in which they are asked. */
  readonly tiers: readonly ReadyTier[]
  readonly limits: Omit<ChainLimits, 'coolDown'>
  /** Without it every tier is asked, whatever it did before. */
  readonly coolDown?: CoolDown
  /** Told of each tier that was asked or passed over, when that is known. */
  readonly onAttempt: (attempt: AiAttempt) => void
}

/**
 * The parts of the first answer that has content; its attempt is told before its last part. Before content every
 * failure leads to the next tier; after it the parts end by throwing TierFault, and what came until then stands.
 * Throws `ai-unavailable` with every attempt and its reason when no tier answers; the signal's reason when the caller left.
 */
export async function* streamThroughTiers(
  question: LanguageModelV4CallOptions,
  { tiers, limits, coolDown, onAttempt }: ChainOptions,
): AsyncGenerator<LanguageModelV4StreamPart, void> {
  const caller = question.abortSignal ?? new AbortController().signal
  const deadline = AbortSignal.timeout(limits.total)
  const abortSignal = AbortSignal.any([caller, deadline])
  const reasons: string[] = []
  // Its owner mends it and asks again: that one must not be passed over, nor stand for other people's.
  const coolDownOf = ({ isOwn = false }: ReadyTier) => (isOwn ? undefined : coolDown)

  /** Who rests comes last: that is better than no answer, unless the provider itself asked for the pause. */
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
          `did not end within the ${seconds} s that a question may take`,
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

/** A machine of one's own may have to read a model of many gigabytes from its disk first. */
const ownFirstContentMs = 60_000

const limitsFor = ({ isOwn = false }: ReadyTier, limits: ChainOptions['limits']): ChainOptions['limits'] =>
  isOwn ? { ...limits, firstContent: Math.max(limits.firstContent, ownFirstContentMs) } : limits

/** Hidden thought would look like silence, so OpenAI's model is asked without; who chose another knows what it does. */
function optionsFor(
  { tier, model }: ReadyTier,
  question: LanguageModelV4CallOptions,
): LanguageModelV4CallOptions {
  if (tier.wire !== 'openai' || model !== tier.model) return question
  return { ...question, reasoning: question.reasoning ?? 'none' }
}
