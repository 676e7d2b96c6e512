/** Tells of changes as often as a person can follow, however fast they come. */

export interface Notifier {
  /** In a moment, and at most ten times a second. */
  soon(): void
  /** With the next frame, however lately it told: what somebody asked for is seen to begin. */
  withNextFrame(): void
  /** At once, with all that was to be told soon. */
  now(): void
  dispose(): void
}

const leastMs = 100
/** Of the page's time, drawing gets one part in so many: a script's calls and prints wait while it draws. */
const drawingShare = 8
/** The first of many is seen with the next frame. */
const frameMs = 16

export function createNotifier(notify: () => void): Notifier {
  let timer: ReturnType<typeof setTimeout> | undefined
  let notifiedAt = -leastMs
  let pauseMs = leastMs
  const now = () => {
    clearTimeout(timer)
    timer = undefined
    const begun = performance.now()
    notifiedAt = begun
    notify()
    // A timer fires when what was told is drawn.
    setTimeout(() => {
      notifiedAt = performance.now()
      pauseMs = Math.max(leastMs, (notifiedAt - begun) * drawingShare)
    })
  }
  return {
    soon() {
      timer ??= setTimeout(now, Math.max(frameMs, pauseMs - (performance.now() - notifiedAt)))
    },
    withNextFrame() {
      clearTimeout(timer)
      timer = setTimeout(now, frameMs)
    },
    now,
    dispose: () => clearTimeout(timer),
  }
}
