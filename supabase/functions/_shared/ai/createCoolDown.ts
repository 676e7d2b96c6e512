/** The circuit breaker of the AI chain: a tier that failed is skipped until its cool-down is over. */
import type { AiTierId } from '../../../../contract/ai/aiTiers.ts'
import type { AttemptFailure } from '../../../../contract/tools/aiAnswer.ts'
import type { TierFault } from './TierFault.ts'

/** Cool-downs in milliseconds. Repeated failures double `first` up to `longest` (exponential backoff). */
const times = {
  rateLimited: { first: 15_000, longest: 300_000 },
  /** A wrong key, a missing model or an empty account: only a person can repair it. */
  untilMended: 600_000,
  struggling: { first: 5_000, longest: 120_000 },
}

export interface Rest {
  /** Remaining cool-down in milliseconds. */
  readonly ms: number
  /** The rest of a sentence that begins with the tier's name. */
  readonly because: string
  /** True if the provider itself asked for the pause. */
  readonly isDemanded: boolean
}

/** The outcome of a tier's latest attempt. */
export interface LastAttempt {
  /**
   * null if the tier answered. The provider's own words are left out: they may quote another user's question.
   */
  readonly fault: Pick<TierFault, 'failure' | 'message'> | null
  /** A time of the clock `now`. */
  readonly begunAt: number
  readonly durationMs: number
}

export interface CoolDown {
  /** The tier's cool-down, or undefined if the tier may be asked. */
  rest(id: AiTierId): Rest | undefined
  /** undefined if the tier has not been asked yet. */
  last(id: AiTierId): LastAttempt | undefined
  /** Closes the circuit. `begunAt` is when the attempt began, by the clock `now`. */
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
 * A circuit breaker for all tiers.
 *
 * - Rate limit: the pause that the provider asks for. Without one, 15 s and doubling. At most 5 minutes.
 * - Wrong key, missing model or empty account: 10 minutes.
 * - Any other failure: from the second in a row, 5 s and doubling up to 2 minutes.
 * - A refused request or a prompt that is too long: none, since the tier is not at fault.
 *
 * @param longestMs Caps every cool-down, in milliseconds. 0 turns them off.
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
      // Concurrent attempts fail for one cause, so they count as one failure.
      const isSameTrouble = before !== undefined && begunAt <= before.failedAt
      const failures = (before?.failures ?? 0) + (isSameTrouble ? 0 : 1)
      const ms = Math.min(restAfter(fault.failure, Math.max(failures, 1), fault.retryAfterMs), longestMs)
      const until = now() + ms
      // Keep the longer cool-down, and the reason that belongs to it.
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
