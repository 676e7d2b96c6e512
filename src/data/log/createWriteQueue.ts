/** Batches log entries and writes them in order: a script may call tools faster than a disk writes. */
import { gather, type Gathered } from '../../../run/journal/gatherCalls.ts'
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import { createEntryTimer } from './createEntryTimer.ts'
import type { LeftEntries } from './createLeftEntries.ts'

interface WriteQueueOptions {
  readonly leftEntries: LeftEntries
  readonly write: (entries: readonly OutboxEntry[]) => Promise<void>
  /** Writes entries that closed pages left. */
  readonly writeLeft: (entries: readonly OutboxEntry[]) => Promise<void>
}

export interface WriteQueue {
  /** Queues an entry to be written soon. Never throws. */
  readonly add: (entry: OutboxEntry) => void
  /** Starts writing at once. */
  readonly flush: () => void
  /** Resolves when all writes that have begun are over, failed ones too. */
  readonly written: () => Promise<void>
  /** Takes over entries that closed pages left. Resolves when they are written. */
  readonly takeLeft: () => Promise<void>
  /** Saves unwritten entries synchronously: a page that is going away may have no time for a database. */
  readonly keepUnwritten: () => void
  readonly dispose: () => void
}

/**
 * Delays before writing. Tool calls are written together. Most runs end before `run-started` is written. An
 * end waits one task, so that the page can show it first.
 */
const writeMs = { 'run-started': 50, 'tool-calls': 250, 'run-ended': 0 }

export function createWriteQueue({ leftEntries, write, writeLeft }: WriteQueueOptions): WriteQueue {
  let queued: Gathered[] = []
  let beingWritten: readonly OutboxEntry[] = []
  let writing: Promise<void> = Promise.resolve()

  const inTurn = (step: () => Promise<void>): Promise<void> =>
    (writing = writing
      .then(step)
      // A failed write must not block later ones.
      .catch((error: unknown) => console.error(error)))

  async function writeAll(
    entries: readonly OutboxEntry[],
    how: (entries: readonly OutboxEntry[]) => Promise<void>,
  ): Promise<void> {
    if (entries.length === 0) return
    beingWritten = entries
    await how(entries)
    beingWritten = []
  }
  const waiting = () => queued.map(({ entry }) => entry)
  const takeWaiting = () => {
    const entries = waiting()
    queued = []
    return entries
  }
  const flush = () => {
    timer.stop()
    void inTurn(() => writeAll(takeWaiting(), write))
  }
  const timer = createEntryTimer(writeMs, flush)

  return {
    add(entry) {
      gather(queued, entry)
      timer.start(entry.kind)
    },
    flush,
    written: () => writing,
    takeLeft: () => inTurn(() => writeAll(leftEntries.take(), writeLeft)),
    keepUnwritten() {
      const unwritten = [...beingWritten, ...waiting()]
      if (unwritten.length > 0) leftEntries.keep(unwritten)
    },
    dispose: timer.stop,
  }
}
