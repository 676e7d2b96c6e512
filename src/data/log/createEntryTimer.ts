/** Acts a while after an entry of the log came: how long, its kind decides. */
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'

export interface EntryTimer {
  /** Entries that come meanwhile wait for the same moment; the end of a run sets a new one. */
  readonly start: (kind: OutboxEntry['kind']) => void
  readonly stop: () => void
}

export function createEntryTimer(
  afterMs: Readonly<Record<OutboxEntry['kind'], number>>,
  act: () => void,
): EntryTimer {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(timer)
    timer = undefined
  }
  return {
    start(kind) {
      if (kind === 'run-ended') stop()
      timer ??= setTimeout(act, afterMs[kind])
    },
    stop,
  }
}
