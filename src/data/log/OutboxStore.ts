/** Where the outbox keeps its entries. */
import type { OpenRun, OutboxEntry, StoredEntry } from '../../../run/journal/outboxEntry.ts'

export interface OutboxCounts {
  readonly pending: number
  readonly rejected: number
  readonly rejectedReason: string | null
}

export interface OutboxStore {
  /** Keeps the entries, all or none. The beginning of a run opens it, its end closes it. */
  readonly append: (entries: readonly OutboxEntry[]) => Promise<void>
  /** Keeps the end of a run if the run is still open, so that it ends once. */
  readonly close: (end: OutboxEntry) => Promise<void>
  /** A user's oldest entry; null where there is none. */
  readonly next: (userId: string) => Promise<StoredEntry | null>
  readonly remove: (entry: StoredEntry) => Promise<void>
  /** Removes an entry and sets aside what `entry` still holds of it: what the backend will never take. */
  readonly reject: (entry: StoredEntry, reason: string) => Promise<void>
  readonly dismissRejected: (userId: string) => Promise<void>
  /** Of one user, or of all where nobody is signed in. */
  readonly count: (userId: string | null) => Promise<OutboxCounts>
  readonly openRuns: () => Promise<readonly OpenRun[]>
  /** Beginnings and ends of a user's runs. */
  readonly entriesOfRuns: (userId: string) => Promise<readonly StoredEntry[]>
  readonly entriesOfRun: (userId: string, executionId: string) => Promise<readonly StoredEntry[]>
  readonly dispose: () => void
}
