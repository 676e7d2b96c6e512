/** Gathers what runs write to the log, and writes it in order: a script may call tools faster than a disk writes. */
import { gather, type Gathered } from '../../../run/journal/gatherCalls.ts'
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import { createEntryTimer } from './createEntryTimer.ts'
import type { LeftEntries } from './createLeftEntries.ts'

interface WriteQueueOptions {
  readonly leftEntries: LeftEntries
  readonly write: (entries: readonly OutboxEntry[]) => Promise<void>
  /** Writes what pages that were left had still to write. */
  readonly writeLeft: (entries: readonly OutboxEntry[]) => Promise<void>
}

export interface WriteQueue {
  /** Writes the entry in a moment. Never throws. */
  readonly add: (entry: OutboxEntry) => void
  /** Begins to write at once. */
  readonly flush: () => void
  /** Done when all writing that has begun is over, whether well or not. */
  readonly written: () => Promise<void>
  /** Takes over what pages of this browser left; done when it is written. */
  readonly takeLeft: () => Promise<void>
  /** The page goes away, and a database may not be given the time: keeps what is not written where that takes none. */
  readonly keepUnwritten: () => void
  readonly dispose: () => void
}

/** Tool calls of a run that goes on are written together; most runs have ended before their beginning is written. The page shows an end first. */
const writeMs = { 'run-started': 50, 'tool-calls': 250, 'run-ended': 0 }

export function createWriteQueue({ leftEntries, write, writeLeft }: WriteQueueOptions): WriteQueue {
  let queued: Gathered[] = []
  let beingWritten: readonly OutboxEntry[] = []
  let writing: Promise<void> = Promise.resolve()

  const inTurn = (step: () => Promise<void>): Promise<void> =>
    (writing = writing
      .then(step)
      // One that cannot be kept must not keep the following from being so.
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
