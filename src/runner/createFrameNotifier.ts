/** Tells of changes as often as a person can follow, however fast they come. */

export interface FrameNotifier {
  /** With the next frame, and at most ten times a second; in a tab that is not drawn, in a moment. */
  soon(): void
  /** At once, with all that was to be told soon. */
  now(): void
  dispose(): void
}

/** Drawing a long list takes most of a frame: the calls and prints of a script would wait for it again and again. */
const leastMs = 100

export function createFrameNotifier(notify: () => void): FrameNotifier {
  let frame: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let notifiedAt = -leastMs
  const cancel = () => {
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = undefined
    timer = undefined
  }
  const now = () => {
    cancel()
    notify()
    notifiedAt = performance.now()
  }
  return {
    soon() {
      if (timer !== undefined) return
      const rest = leastMs - (performance.now() - notifiedAt)
      // The first of many is seen at once; the timer stands in where no frames are drawn.
      if (rest <= 0) frame = requestAnimationFrame(now)
      timer = setTimeout(now, rest <= 0 ? leastMs : rest)
    },
    now,
    dispose: cancel,
  }
}
