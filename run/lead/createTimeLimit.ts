/** The time limit of a run. Pauses do not count. */

export interface TimeLimit {
  /** Starts, or resumes after a pause. Idempotent. */
  start(): void
  pause(): void
  /** Stops, and gives the next start the whole time again. */
  reset(): void
}

/** `onOver` is called once, when the time is up. */
export function createTimeLimit(milliseconds: number, onOver: () => void): TimeLimit {
  let leftMs = milliseconds
  let startedAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const pause = () => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    leftMs -= performance.now() - startedAt
  }
  return {
    start() {
      if (timer !== undefined) return
      startedAt = performance.now()
      timer = setTimeout(onOver, leftMs)
    },
    pause,
    reset() {
      pause()
      leftMs = milliseconds
    },
  }
}
