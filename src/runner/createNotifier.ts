/** Tells of changes as often as a person can follow, however fast they come. */

export interface Notifier {
  /** In a moment, and at most ten times a second. */
  soon(): void
  /** At once, with all that was to be told soon. */
  now(): void
  dispose(): void
}

/** Drawing a long list takes most of a frame: the calls and prints of a script would wait for it again and again. */
const leastMs = 100
/** The first of many is seen with the next frame. */
const frameMs = 16

export function createNotifier(notify: () => void): Notifier {
  let timer: ReturnType<typeof setTimeout> | undefined
  let notifiedAt = -leastMs
  const now = () => {
    clearTimeout(timer)
    timer = undefined
    notify()
    notifiedAt = performance.now()
  }
  return {
    soon() {
      const rest = leastMs - (performance.now() - notifiedAt)
      timer ??= setTimeout(now, Math.max(frameMs, rest))
    },
    now,
    dispose: () => clearTimeout(timer),
  }
}
