/** Lets each user make so many calls a minute: a bucket that a minute fills, from which each call takes one. */

export interface RateLimit {
  /** 0 where the call may be made; else how many milliseconds until the next one may. */
  take(user: string): number
}

interface Bucket {
  readonly calls: number
  readonly at: number
}

const minuteMs = 60_000
/** Full buckets say nothing, and are forgotten when there are so many. */
const mostBuckets = 10_000

/** A user may make `callsPerMinute` at once, and then that many each minute. */
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
