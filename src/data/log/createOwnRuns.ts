/** This tab's runs: the tab vouches for each one from before its beginning is written until its end is. */
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import type { RunLiveness } from './createRunLiveness.ts'

export interface OwnRuns {
  readonly has: (executionId: string) => boolean
  /** Vouches for runs that begin in these entries. Call it before writing them. */
  readonly hold: (entries: readonly OutboxEntry[]) => Promise<void>
  /** Stops vouching for runs that end in these entries. Call it after writing them. */
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
