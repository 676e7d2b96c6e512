/** How long a run may take, with pauses that do not count. */

export interface TimeLimit {
  /** Begins, or goes on after a pause. */
  start(): void
  pause(): void
  /** Begins anew when it is started next. */
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
