/**
 * The error of one tier of the AI chain that failed or broke off. Failover and cool-down depend on its
 * `failure`.
 */
import type { AttemptFailure } from '../../../../contract/tools/aiAnswer.ts'

interface TierFaultDetails {
  readonly status?: number | undefined
  /** The pause that the provider asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** The provider's own words, already cleaned by `quoteProvider`. */
  readonly quote?: string
}

/**
 * `message` is the rest of a sentence that begins with the tier's name: "is rate limiting requests (status
 * 429)".
 */
export class TierFault extends Error {
  override readonly name = 'TierFault'
  readonly failure: AttemptFailure
  readonly status: number | null
  readonly retryAfterMs: number | null
  readonly quote: string

  constructor(failure: AttemptFailure, message: string, details: TierFaultDetails = {}) {
    super(message)
    this.failure = failure
    this.status = details.status ?? null
    this.retryAfterMs = details.retryAfterMs ?? null
    this.quote = details.quote ?? ''
  }
}
