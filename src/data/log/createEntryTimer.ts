/**
 * Runs an action a delay after a log entry: later entries wait for the same moment, and the delay depends on
 * the kind.
 */
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'

export interface EntryTimer {
  /** Starts the timer. Entries in the meantime share it; `run-ended` restarts it with its own delay. */
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
