/** Ends runs that fill memory outside of Python's own, which its limit does not reach: what JavaScript holds for a script. */

export interface MemoryGuard {
  /** Watches until the returned function is called; `onTooMuch` is called once at most. */
  watch(allowedBytes: number, onTooMuch: () => void): () => void
}

interface GuardOptions {
  /** The process's memory at the moment, in bytes. */
  readonly used: () => number
  /** What a run may take beyond what it asked for: an interpreter, and what its output and calls hold. */
  readonly roomBytes: number
  readonly everyMs: number
}

/** Whose it is cannot be told, so that when all take more than they may together, all end. */
export function createMemoryGuard({ used, roomBytes, everyMs }: GuardOptions): MemoryGuard {
  const runs = new Map<symbol, { readonly most: number; readonly onTooMuch: () => void }>()
  let timer: ReturnType<typeof setInterval> | undefined
  let before = 0

  function look(): void {
    const most = [...runs.values()].reduce((sum, run) => sum + run.most, before)
    if (used() <= most) return
    const ending = [...runs.values()]
    runs.clear()
    for (const { onTooMuch } of ending) onTooMuch()
  }

  return {
    watch(allowedBytes, onTooMuch) {
      if (runs.size === 0) {
        before = used()
        timer = setInterval(look, everyMs)
      }
      const own = Symbol('run')
      runs.set(own, { most: allowedBytes + roomBytes, onTooMuch })
      return () => {
        runs.delete(own)
        if (runs.size === 0) clearInterval(timer)
      }
    },
  }
}
