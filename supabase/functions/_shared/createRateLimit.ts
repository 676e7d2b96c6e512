/** A rate limit per user, as a token bucket that refills within a minute. */

export interface RateLimit {
  /**
   * Takes one token.
   *
   * @returns 0 if the call may be made, else the milliseconds until the next one may.
   */
  take(user: string): number
}

interface Bucket {
  readonly calls: number
  readonly at: number
}

const minuteMs = 60_000
/** From this number on, full buckets are evicted: they hold no information. */
const mostBuckets = 10_000

/** Allows a burst of `callsPerMinute`, then that many calls each minute. */
export function createRateLimit(callsPerMinute: number, now: () => number = Date.now): RateLimit {
  const buckets = new Map<string, Bucket>()
  const filled = ({ calls, at }: Bucket) =>
    Math.min(callsPerMinute, calls + ((now() - at) / minuteMs) * callsPerMinute)
  return {
    take(user) {
      const bucket = buckets.get(user)
      const calls = bucket === undefined ? callsPerMinute : filled(bucket)
      if (calls < 1) return ((1 - calls) / callsPerMinute) * minuteMs
      if (buckets.size >= mostBuckets) {
        for (const [name, each] of buckets) if (filled(each) >= callsPerMinute) buckets.delete(name)
      }
      buckets.set(user, { calls: calls - 1, at: now() })
      return 0
    },
  }
}
