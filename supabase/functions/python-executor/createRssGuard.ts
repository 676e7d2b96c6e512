/** Ends runs that fill memory outside of Python's own, which its limit does not reach: what JavaScript holds for a script. */

export interface RssGuard {
  /**
   * Watches until the function that it resolves with is called; `onTooMuch` is called once at most. Before that it waits until
   * what a run that was just ended held is given back.
   */
  watch(allowedBytes: number, onTooMuch: () => void): Promise<() => void>
}

interface GuardOptions {
  /** The process's memory at the moment, in bytes. */
  readonly used: () => number
  /** What a run may take beyond what it asked for: an interpreter, and what its output and calls hold. */
  readonly roomBytes: number
  readonly everyMs: number
  /** Nothing runs, and what earlier runs held is not given back: the process is of no more use. */
  readonly onSpoilt: () => void
}

/** So many looks in a row must find too much: garbage comes and goes. */
const patience = 2
/** What is not given back after so many looks never will be: Deno keeps the memory of workers that it had to break off. */
const longestWait = 50

/** Whose it is cannot be told, so that when all take more than they may together, all end. */
export function createRssGuard({ used, roomBytes, everyMs, onSpoilt }: GuardOptions): RssGuard {
  const runs = new Map<symbol, { readonly most: number; readonly onTooMuch: () => void }>()
  let timer: ReturnType<typeof setInterval> | undefined
  /** Of the process without any run. */
  let base: number | undefined
  let found = 0

  /** How many bytes are too much; not positive where all is well. */
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
