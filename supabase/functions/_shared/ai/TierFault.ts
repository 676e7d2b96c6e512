/** Why one tier of the AI chain gave no answer, or only half of one: what failover and cool-down go by. */
import type { AttemptFailure } from '../../../../contract/tools/aiAnswer.ts'

interface TierFaultDetails {
  readonly status?: number | undefined
  /** What the provider asked for: how long to leave it alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** The provider's own words, fit to be passed on to who asked. */
  readonly quote?: string
}

/** Its message goes on where the tier's name stops, such as "wants fewer requests (status 429)". */
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
