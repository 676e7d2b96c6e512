/** The AI chain: asks one tier after the other until one answers. */
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { AppError } from '../../../../contract/errors.ts'
import type { AiAttempt } from '../../../../contract/tools/aiAnswer.ts'
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
 * The parts of the first answer that has content; its attempt is told before its last part. Before content every failure leads to the next tier; after it the
 * parts end by throwing TierFault, and what came until then stands.
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
  for (const ready of tiers) {
    const attempt = beginAttempt(ready, onAttempt)
    const rest = coolDown?.rest(ready.tier.id)
    if (rest !== undefined) {
      reasons.push(attempt.passedOver(rest))
      continue
    }
    const begunAt = coolDown?.now() ?? 0
    let hasContent = false
    try {
      const parts = await openTier(
        createModel(ready),
        optionsFor(ready, { ...question, abortSignal }),
        limits,
      )
      hasContent = true
      for await (const part of parts) {
        if (part.type === 'finish') {
          coolDown?.succeeded(ready.tier.id)
          attempt.succeeded()
        }
        yield part
      }
      return
    } catch (error) {
      caller.throwIfAborted()
      const fault = deadline.aborted
        ? new TierFault(
            'timed-out',
            `did not end within the ${limits.total / 1000} s that a question may take`,
          )
        : toTierFault(error, { hasContent, secrets: ready.key === null ? [] : [ready.key] })
      if (!deadline.aborted) coolDown?.failed(ready.tier.id, fault, begunAt)
      reasons.push(attempt.failed(fault))
      if (hasContent) throw fault
      if (deadline.aborted) break
    }
  }
  throw new AppError('ai-unavailable', `No AI provider answered. ${reasons.join(' ')}`)
}

/** Hidden thought would look like silence, so OpenAI's model is asked without; one that was chosen knows best itself. */
function optionsFor(
  { tier, model }: ReadyTier,
  question: LanguageModelV4CallOptions,
): LanguageModelV4CallOptions {
  return tier.wire === 'openai' && model === tier.model ? { reasoning: 'none', ...question } : question
}

function beginAttempt({ tier, model }: ReadyTier, onAttempt: (attempt: AiAttempt) => void) {
  const begun = performance.now()
  const tell = (outcome: Pick<AiAttempt, 'ok' | 'failure' | 'reason' | 'status'>): void =>
    onAttempt({ provider: tier.id, model, ...outcome, duration_ms: Math.round(performance.now() - begun) })
  const tellFailure = (failure: AiAttempt['failure'], words: string, status: number | null): string => {
    const reason = `${tier.label} (${model}) ${words.replace(/[.\s]+$/, '')}.`
    tell({ ok: false, failure, reason, status })
    return reason
  }
  return {
    succeeded: (): void => tell({ ok: true, failure: null, reason: null, status: null }),
    /** Gives the reason as a sentence. */
    failed: ({ failure, message, status }: TierFault): string => tellFailure(failure, message, status),
    passedOver: ({ ms, because }: { readonly ms: number; readonly because: string }): string =>
      tellFailure(
        'cooling-down',
        `is left alone for ${Math.ceil(ms / 1000)} s more, since it ${because}`,
        null,
      ),
  }
}
