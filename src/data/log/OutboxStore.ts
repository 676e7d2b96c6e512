/** The port to the store of the log's outbox. */
import type { OpenRun, OutboxEntry, StoredEntry } from '../../../run/journal/outboxEntry.ts'

export interface OutboxCounts {
  readonly pending: number
  readonly rejected: number
  readonly rejectedReason: string | null
}

export interface OutboxStore {
  /** Stores entries, all or none. `run-started` opens a run, `run-ended` closes it. */
  readonly append: (entries: readonly OutboxEntry[]) => Promise<void>
  /** Stores the end of a run only if the run is still open, so that it ends exactly once. */
  readonly close: (end: OutboxEntry) => Promise<void>
  /** A user's oldest entry; null if there is none. */
  readonly next: (userId: string) => Promise<StoredEntry | null>
  readonly remove: (entry: StoredEntry) => Promise<void>
  /** Moves an entry to the dead letters. `entry` holds the part that the backend will never accept. */
  readonly reject: (entry: StoredEntry, reason: string) => Promise<void>
  readonly dismissRejected: (userId: string) => Promise<void>
  /** Counts one user's entries, or all if nobody is signed in. */
  readonly count: (userId: string | null) => Promise<OutboxCounts>
  /** Deletes everything of a user. */
  readonly forget: (userId: string) => Promise<void>
  readonly openRuns: () => Promise<readonly OpenRun[]>
  /** A user's `run-started` and `run-ended` entries. */
  readonly entriesOfRuns: (userId: string) => Promise<readonly StoredEntry[]>
  readonly entriesOfRun: (userId: string, executionId: string) => Promise<readonly StoredEntry[]>
  readonly dispose: () => void
}
