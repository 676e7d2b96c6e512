/** Where the outbox keeps its entries. */
import type { OpenRun, OutboxEntry, StoredEntry } from './outboxEntry.ts'

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
  /** A user's oldest entries, as many as one request takes: one, or tool calls that follow each other. */
  readonly nextBatch: (userId: string) => Promise<readonly StoredEntry[]>
  readonly remove: (entries: readonly StoredEntry[]) => Promise<void>
  /** Sets an entry aside that the backend will never take. */
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

const batchEntries = 200
const batchCharacters = 1_000_000

/** Whether `entry` goes into the same request as those taken before it. */
export function fitsBatch(batch: readonly StoredEntry[], entry: StoredEntry): boolean {
  if (batch.length === 0) return true
  if (entry.kind !== 'tool-call' || batch[0]?.kind !== 'tool-call') return false
  const size = batch.reduce((sum, { size: each }) => sum + each, entry.size)
  return batch.length < batchEntries && size <= batchCharacters
}
