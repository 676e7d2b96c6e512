/** Throttles notifications to what a person can follow, however fast changes come. */

export interface Notifier {
  /** Notifies soon, at most ten times a second. */
  soon(): void
  /** Notifies with the next frame, whatever the throttle says: a person must see at once that a run begins. */
  withNextFrame(): void
  /** Notifies at once, pending changes included. */
  now(): void
  dispose(): void
}

const leastMs = 100
/** Drawing gets one part in this many of the page's time: a script's calls and prints wait meanwhile. */
const drawingShare = 8
/** The first of many changes is drawn with the next frame. */
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
    // This timer fires when the change is drawn.
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
