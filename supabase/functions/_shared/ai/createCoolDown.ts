/** Remembers how the tiers did lately, so that no question waits for one that is known to be down. */
import type { AiTierId } from '../../../../contract/ai/aiTiers.ts'
import type { AttemptFailure } from '../../../../contract/tools/aiAnswer.ts'
import type { TierFault } from './TierFault.ts'

/** All in milliseconds. */
const times = {
  rateLimited: { first: 15_000, longest: 300_000 },
  /** What only a person can mend. */
  untilMended: 600_000,
  struggling: { first: 5_000, longest: 120_000 },
}

export interface Rest {
  /** How much longer. */
  readonly ms: number
  /** Goes on where the tier's name stops. */
  readonly because: string
  /** Whether the provider itself wants it. */
  readonly isDemanded: boolean
}

/** How a tier did when it was asked last. */
export interface LastAttempt {
  /** null where it answered. Without the provider's own words: they may speak of somebody's question. */
  readonly fault: Pick<TierFault, 'failure' | 'message'> | null
  /** By `now`. */
  readonly begunAt: number
  readonly durationMs: number
}

export interface CoolDown {
  /** Whether and why the tier is left alone; undefined where it may be asked. */
  rest(id: AiTierId): Rest | undefined
  /** undefined where it was not asked yet. */
  last(id: AiTierId): LastAttempt | undefined
  /** `begunAt`: when the attempt began, by `now`. */
  succeeded(id: AiTierId, begunAt: number): void
  failed(id: AiTierId, fault: TierFault, begunAt: number): void
  now(): number
}

interface Trouble {
  readonly until: number
  readonly failures: number
  readonly failedAt: number
  readonly fault: TierFault
}

/**
 * `longestMs` caps every rest; 0 turns it off. A limit on requests is obeyed for as long as the provider says, at
 * most five minutes; a wrong key, model or an empty account rests ten minutes; a tier that fails on its side rests from
 * its second failure in a row, each time twice as long. What is the question's own fault brings no rest.
 */
export function createCoolDown(longestMs: number, now: () => number = Date.now): CoolDown {
  const troubles = new Map<AiTierId, Trouble>()
  const lastAttempts = new Map<AiTierId, LastAttempt>()
  const note = (id: AiTierId, begunAt: number, fault: TierFault | null): void => {
    const said = fault === null ? null : { failure: fault.failure, message: fault.message }
    lastAttempts.set(id, { fault: said, begunAt, durationMs: now() - begunAt })
  }
  return {
    now,
    last: (id) => lastAttempts.get(id),
    rest: (id) => {
      const trouble = troubles.get(id)
      if (trouble === undefined || trouble.until <= now()) return undefined
      const { message: because, failure } = trouble.fault
      return { ms: trouble.until - now(), because, isDemanded: failure === 'rate-limited' }
    },
    succeeded: (id, begunAt) => {
      note(id, begunAt, null)
      troubles.delete(id)
    },
    failed: (id, fault, begunAt) => {
      note(id, begunAt, fault)
      if (isQuestionsFault(fault.failure)) return
      const before = troubles.get(id)
      // Of many attempts under way together, all fail for one cause: they count as one.
      const isSameTrouble = before !== undefined && begunAt <= before.failedAt
      const failures = (before?.failures ?? 0) + (isSameTrouble ? 0 : 1)
      const ms = Math.min(restAfter(fault.failure, Math.max(failures, 1), fault.retryAfterMs), longestMs)
      const until = now() + ms
      // Whoever has to be left alone for longer is left alone for the reason that was given then.
      const stays = before !== undefined && before.until > until
      const held = stays ? { until: before.until, fault: before.fault } : { until, fault }
      troubles.set(id, { ...held, failures, failedAt: now() })
    },
  }
}

const isQuestionsFault = (failure: AttemptFailure): boolean =>
  failure === 'request-refused' || failure === 'prompt-too-long'

function restAfter(failure: AttemptFailure, failures: number, retryAfterMs: number | null): number {
  const { rateLimited, untilMended, struggling } = times
  switch (failure) {
    case 'rate-limited':
      return Math.min(retryAfterMs ?? rateLimited.first * 2 ** (failures - 1), rateLimited.longest)
    case 'quota-used-up':
    case 'key-refused':
    case 'model-not-found':
      return untilMended
    default:
      return failures < 2 ? 0 : Math.min(struggling.first * 2 ** (failures - 2), struggling.longest)
  }
}
