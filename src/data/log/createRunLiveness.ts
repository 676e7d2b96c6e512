/** Which runs have a living tab: so that the run of a closed tab can be settled, and no other. */

export interface RunLiveness {
  /** From when the promise resolves this tab vouches for the run, until the given function is called. */
  readonly hold: (executionId: string) => Promise<() => void>
  /** Whether any tab of this browser vouches for it. */
  readonly isAlive: (executionId: string) => Promise<boolean>
  readonly dispose: () => void
}

/** How long a tab has to answer where there are no Web Locks. */
const answerMs = 1000

/** Web Locks end with their tab. They need https or localhost; elsewhere the tabs ask each other. */
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
