/** Times one attempt at a tier and reports how it ended. */
import type { AiAttempt } from '../../../../contract/tools/aiAnswer.ts'
import type { Rest } from './createCoolDown.ts'
import type { ReadyTier } from './readTiers.ts'
import type { TierFault } from './TierFault.ts'

/** Each method reports the outcome to `onAttempt`. `failed` and `passedOver` also return it as a sentence. */
export function beginAttempt({ tier, model }: ReadyTier, onAttempt: (attempt: AiAttempt) => void) {
  const begun = performance.now()
  const tell = (outcome: Pick<AiAttempt, 'ok' | 'failure' | 'reason' | 'status'>): void =>
    onAttempt({ provider: tier.id, model, ...outcome, duration_ms: Math.round(performance.now() - begun) })
  const name = `${tier.label} (${model})`
  return {
    succeeded: (): void => tell({ ok: true, failure: null, reason: null, status: null }),
    failed: ({ failure, message, quote, status }: TierFault): string => {
      const end = message.endsWith('?') ? '' : '.'
      const reason = `${name} ${message}${end}${quote === '' ? '' : ` It says: ${quote.replace(/[.\s]+$/, '')}.`}`
      tell({ ok: false, failure, reason, status })
      return reason
    },
    passedOver: ({ ms, because }: Rest): string => {
      const reason = `${name} is cooling down for another ${Math.ceil(ms / 1000)} s because it ${because}.`
      tell({ ok: false, failure: 'cooling-down', reason, status: null })
      return reason
    },
  }
}
