/**
 * Ends runs that use too much memory outside the Python heap: its limit does not cover what JavaScript holds.
 */

export interface RssGuard {
  /**
   * Waits until the memory of ended runs is released, then watches the run until the returned function is
   * called. `onTooMuch` is called at most once.
   */
  watch(allowedBytes: number, onTooMuch: () => void): Promise<() => void>
}

interface GuardOptions {
  /** The process's current memory (RSS), in bytes. */
  readonly used: () => number
  /** Allowance per run beyond what it asked for: the interpreter, its output and its calls. In bytes. */
  readonly roomBytes: number
  readonly everyMs: number
  /**
   * Called if nothing runs and the memory of earlier runs is still not released. The process should then
   * restart.
   */
  readonly onSpoilt: () => void
}

/**
 * Consecutive measurements over the limit before runs are ended: garbage that is not yet collected counts
 * too.
 */
const patience = 2
/**
 * Measurements to wait for released memory. After that it never comes: Deno leaks the memory of terminated
 * workers.
 */
const longestWait = 50

/** The memory cannot be attributed to one run. If all together exceed their limit, all are ended. */
export function createRssGuard({ used, roomBytes, everyMs, onSpoilt }: GuardOptions): RssGuard {
  const runs = new Map<symbol, { readonly most: number; readonly onTooMuch: () => void }>()
  let timer: ReturnType<typeof setInterval> | undefined
  /** Memory of the process without any run. */
  let base: number | undefined
  let found = 0

  /** Bytes over the limit. Zero or negative if all is well. */
  function excess(): number {
    base ??= used()
    return used() - [...runs.values()].reduce((sum, { most }) => sum + most, base + roomBytes)
  }

  function look(): void {
    found = excess() > 0 ? found + 1 : 0
    if (found < patience) return
    found = 0
    const ending = [...runs.values()]
    runs.clear()
    for (const { onTooMuch } of ending) onTooMuch()
  }

  async function waitForRoom(): Promise<void> {
    for (let looks = 0; looks < longestWait && excess() > 0; looks++)
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    if (runs.size === 0 && excess() > 0) onSpoilt()
  }

  return {
    async watch(allowedBytes, onTooMuch) {
      await waitForRoom()
      const own = Symbol('run')
      runs.set(own, { most: allowedBytes + roomBytes, onTooMuch })
      timer ??= setInterval(look, everyMs)
      return () => {
        runs.delete(own)
        if (runs.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
