/** The runs of this tab: it vouches for each from before its beginning is written until its end is. */
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import type { RunLiveness } from './createRunLiveness.ts'

export interface OwnRuns {
  readonly has: (executionId: string) => boolean
  /** Vouches for the runs that begin in these entries, before they are written. */
  readonly hold: (entries: readonly OutboxEntry[]) => Promise<void>
  /** Ends it for those that end in them, when they are written. */
  readonly release: (entries: readonly OutboxEntry[]) => void
}

export function createOwnRuns(liveness: Pick<RunLiveness, 'hold'>): OwnRuns {
  const releases = new Map<string, () => void>()
  return {
    has: (executionId) => releases.has(executionId),
    async hold(entries) {
      for (const { kind, executionId } of entries)
        if (kind === 'run-started') releases.set(executionId, await liveness.hold(executionId))
    },
    release(entries) {
      for (const { kind, executionId } of entries) {
        if (kind !== 'run-ended') continue
        releases.get(executionId)?.()
        releases.delete(executionId)
      }
    },
  }
}
