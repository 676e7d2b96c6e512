/** This tab's runs: the tab vouches for each one from before its beginning is written until its end is. */
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import type { RunLiveness } from './createRunLiveness.ts'

export interface OwnRuns {
  readonly has: (executionId: string) => boolean
  readonly isEmpty: () => boolean
  readonly ofUser: (userId: string) => readonly string[]
  /** Vouches for runs that begin in these entries. Call it before writing them. */
  readonly hold: (entries: readonly OutboxEntry[]) => Promise<void>
  /** Stops vouching for runs that end in these entries. Call it after writing them. */
  readonly release: (entries: readonly OutboxEntry[]) => void
}

interface OwnRun {
  readonly userId: string
  readonly release: () => void
}

export function createOwnRuns(liveness: Pick<RunLiveness, 'hold'>): OwnRuns {
  const runs = new Map<string, OwnRun>()
  return {
    has: (executionId) => runs.has(executionId),
    isEmpty: () => runs.size === 0,
    ofUser: (userId) => [...runs].flatMap(([id, run]) => (run.userId === userId ? [id] : [])),
    async hold(entries) {
      for (const { kind, executionId, userId } of entries)
        if (kind === 'run-started')
          runs.set(executionId, { userId, release: await liveness.hold(executionId) })
    },
    release(entries) {
      for (const { kind, executionId } of entries) {
        if (kind !== 'run-ended') continue
        runs.get(executionId)?.release()
        runs.delete(executionId)
      }
    },
  }
}
