/** Remembers which tiers failed lately, so that no question waits for one that is known to be down. */
import type { AiTierId } from '../../../../contract/aiTiers.ts'
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

export interface CoolDown {
  /** Whether and why the tier is left alone; undefined where it may be asked. */
  rest(id: AiTierId): Rest | undefined
  succeeded(id: AiTierId): void
  /** `begunAt`: when the attempt began, by `now`. */
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
  return {
    now,
    rest: (id) => {
      const trouble = troubles.get(id)
      if (trouble === undefined || trouble.until <= now()) return undefined
      const { message: because, failure } = trouble.fault
      return { ms: trouble.until - now(), because, isDemanded: failure === 'rate-limited' }
    },
    succeeded: (id) => {
      troubles.delete(id)
    },
    failed: (id, fault, begunAt) => {
      const before = troubles.get(id)
      // Of many attempts under way together, all fail for one cause: they count as one.
      const isSameTrouble = before !== undefined && begunAt <= before.failedAt
      const failures = (before?.failures ?? 0) + (isSameTrouble ? 0 : 1)
      const ms = Math.min(restAfter(fault.failure, Math.max(failures, 1), fault.retryAfterMs), longestMs)
      const until = Math.max(now() + ms, before?.until ?? 0)
      troubles.set(id, { until, failures, failedAt: now(), fault })
    },
  }
}

function restAfter(failure: AttemptFailure, failures: number, retryAfterMs: number | null): number {
  const { rateLimited, untilMended, struggling } = times
  switch (failure) {
    case 'rate-limited':
      return Math.min(retryAfterMs ?? rateLimited.first * 2 ** (failures - 1), rateLimited.longest)
    case 'quota-used-up':
    case 'key-refused':
    case 'model-not-found':
      return untilMended
    case 'request-refused':
    case 'prompt-too-long':
    case 'cooling-down':
      return 0
    default:
      return failures < 2 ? 0 : Math.min(struggling.first * 2 ** (failures - 2), struggling.longest)
  }
}
