/** Counts attempts in a sliding window, to limit guessing. */

interface AttemptOptions {
  /** Attempts within the window before further ones have to wait. */
  readonly most: number
  /** In milliseconds. */
  readonly windowMs: number
}

interface Attempts {
  /** Milliseconds until the next attempt may be made; 0 if it may be made now. */
  readonly wait: (key: string) => number
  /** Counts an attempt. @returns Takes it back. */
  readonly count: (key: string) => () => void
}

/** Bounds the memory: beyond it the oldest keys are forgotten. */
const mostKeys = 10_000

export function createAttempts({ most, windowMs }: AttemptOptions, now = Date.now): Attempts {
  const made = new Map<string, number[]>()
  const recent = (key: string) => (made.get(key) ?? []).filter((at) => at > now() - windowMs)
  return {
    wait(key) {
      const times = recent(key)
      const [first] = times.slice(-most)
      return times.length < most || first === undefined ? 0 : first + windowMs - now()
    },
    count(key) {
      const at = now()
      const times = [...recent(key), at].slice(-most)
      // Moves the key to the end, so that the first one is the oldest.
      made.delete(key)
      made.set(key, times)
      const [oldest] = made.keys()
      if (made.size > mostKeys && oldest !== undefined) made.delete(oldest)
      return () => {
        const left = made.get(key) ?? []
        const index = left.indexOf(at)
        if (index >= 0) made.set(key, left.toSpliced(index, 1))
      }
    },
  }
}
