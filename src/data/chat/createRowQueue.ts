/** Batches versions of rows and writes the latest of each, since they may come faster than a disk writes. */
import type { KeptRow } from './KeptRows.ts'

/** Longest delay of the disk behind a message that is being written. */
const writeMs = 250

export interface RowQueue {
  /**
   * Queues a row. `soon`: written within 250 ms (throttled). `now`: written in the next microtask, with all
   * rows of this task. Never throws.
   */
  readonly add: (row: KeptRow, when: 'now' | 'soon') => void
  /** Writes at once. Resolves when all queued rows are written or have failed. */
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
    // A failed write must not block later ones.
    writing = writing.then(() => write(rows)).catch((error: unknown) => console.error(error))
    return writing
  }

  return {
    add(row, when) {
      const key = `${row.userId} ${row.id}`
      // Re-inserting keeps the order of the latest change: a removal stays behind what it removes.
      waiting.delete(key)
      waiting.set(key, row)
      const leftMs = writtenAt + writeMs - performance.now()
      // Background tabs may delay timers by a minute, so an arriving row also triggers the write.
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
