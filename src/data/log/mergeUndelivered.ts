/** Puts runs that wait in the outbox among the rows of the history, where they will stand later. */
import type { ExecutionSummary } from '../../../contract/run/executions.ts'
import type { ExecutionFilters } from './fetchExecutions.ts'

/** `delivered` is false while the backend does not have all of it. */
export type ExecutionRow = ExecutionSummary & { readonly delivered: boolean }

/** `rows` newest first. While more pages follow, older waiting runs are left to them. */
export function mergeUndelivered(
  rows: readonly ExecutionSummary[],
  undelivered: readonly ExecutionSummary[],
  filters: ExecutionFilters,
  hasNextPage: boolean,
): ExecutionRow[] {
  const last = rows.at(-1)
  const waiting = undelivered.filter(
    (row) => matches(row, filters) && !(hasNextPage && last !== undefined && newestFirst(last, row) < 0),
  )
  // What the outbox knows is newer than what the backend has of the same run.
  const waitingIds = new Set(undelivered.map((row) => row.id))
  return [
    ...rows.filter((row) => !waitingIds.has(row.id)).map((row) => ({ ...row, delivered: true })),
    ...waiting.map((row) => ({ ...row, delivered: false })),
  ].toSorted(newestFirst)
}

function matches(row: ExecutionSummary, { status, source, text }: ExecutionFilters): boolean {
  if (status !== null && row.status !== status) return false
  if (source !== null && row.source !== source) return false
  return text.trim() === '' || row.title.toLowerCase().includes(text.toLowerCase())
}

/** The backend writes times with more digits and another zone than this browser. */
function newestFirst(one: ExecutionSummary, other: ExecutionSummary): number {
  const byTime = Date.parse(other.started_at) - Date.parse(one.started_at)
  return byTime !== 0 ? byTime : one.id < other.id ? 1 : -1
}
