/** Gathers versions of rows, which may come faster than a disk writes, and writes the latest of each. */
import type { KeptRow } from './KeptRows.ts'

/** How far the disk may be behind a message that is being written. */
const writeMs = 250

export interface RowQueue {
  /** 'soon': within 250 ms; 'now': with what else comes in this turn of the event loop. Never throws. */
  readonly add: (row: KeptRow, when: 'now' | 'soon') => void
  /** Writes at once; done when all that was added is written or has failed. */
  readonly flush: () => Promise<void>
  readonly dispose: () => void
}

export function createRowQueue(write: (rows: readonly KeptRow[]) => Promise<void>): RowQueue {
  const waiting = new Map<string, KeptRow>()
  let writing: Promise<void> = Promise.resolve()
  let writtenAt = 0
  let isAsked = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    isAsked = false
    if (waiting.size === 0) return writing
    writtenAt = performance.now()
    const rows = [...waiting.values()]
    waiting.clear()
    // What cannot be kept must not keep the following from being so.
    writing = writing.then(() => write(rows)).catch((error: unknown) => console.error(error))
    return writing
  }

  return {
    add(row, when) {
      const key = `${row.userId} ${row.id}`
      // In the order of the latest change: a removal is not overtaken by what it removes.
      waiting.delete(key)
      waiting.set(key, row)
      const leftMs = writtenAt + writeMs - performance.now()
      // Timers of a tab in the background may be a minute late; what comes is a clock, too.
      if (when === 'soon' && leftMs > 0) timer ??= setTimeout(() => void flush(), leftMs)
      else if (!isAsked) {
        isAsked = true
        queueMicrotask(() => void flush())
      }
    },
    flush,
    dispose: () => clearTimeout(timer),
  }
}
