/** Knows which runs have a living tab, so that only runs of closed tabs are ended. */

export interface RunLiveness {
  /** Vouches for a run from when the promise resolves until the returned function is called. */
  readonly hold: (executionId: string) => Promise<() => void>
  /** Whether any tab of this browser vouches for the run. */
  readonly isAlive: (executionId: string) => Promise<boolean>
  readonly dispose: () => void
}

/** Without Web Locks: time for a tab to answer. */
const answerMs = 1000

/**
 * Uses Web Locks, which end with their tab. They need https or localhost; otherwise the tabs ask each other
 * over a BroadcastChannel.
 */
export const createRunLiveness = (locks: LockManager | undefined): RunLiveness =>
  locks === undefined ? byAsking() : byLocks(locks)

function byLocks(locks: LockManager): RunLiveness {
  const name = (executionId: string) => `eliza-run-${executionId}`
  return {
    hold: (executionId) =>
      new Promise((resolve) => {
        locks
          .request(name(executionId), () => new Promise<void>((release) => resolve(() => release())))
          .catch(() => resolve(() => {}))
      }),
    async isAlive(executionId) {
      const { held = [] } = await locks.query()
      return held.some((lock) => lock.name === name(executionId))
    },
    dispose: () => {},
  }
}

function byAsking(): RunLiveness {
  const channel = new BroadcastChannel('eliza-runs')
  const own = new Set<string>()
  const waiting = new Map<string, () => void>()
  channel.onmessage = ({ data }: MessageEvent<{ asked?: string; alive?: string }>) => {
    if (data.asked !== undefined && own.has(data.asked)) channel.postMessage({ alive: data.asked })
    if (data.alive !== undefined) waiting.get(data.alive)?.()
  }
  return {
    async hold(executionId) {
      own.add(executionId)
      return () => own.delete(executionId)
    },
    isAlive: (executionId) =>
      own.has(executionId)
        ? Promise.resolve(true)
        : new Promise((resolve) => {
            const answer = (isAlive: boolean) => {
              waiting.delete(executionId)
              clearTimeout(timer)
              resolve(isAlive)
            }
            const timer = setTimeout(() => answer(false), answerMs)
            waiting.set(executionId, () => answer(true))
            channel.postMessage({ asked: executionId })
          }),
    dispose: () => channel.close(),
  }
}
