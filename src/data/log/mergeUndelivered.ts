/** Merges runs that wait in the outbox into the rows of the history. */
import type { ExecutionSummary } from '../../../contract/run/executions.ts'
import type { ExecutionFilters } from './fetchExecutions.ts'
import type { UndeliveredRun } from './summariseEntries.ts'
import { toSearchText } from './toSearchText.ts'

/** `delivered` is false while the backend lacks part of the run. */
export type ExecutionRow = ExecutionSummary & { readonly delivered: boolean }

/**
 * Merges runs into `rows`, which are newest first and already filtered. If more pages follow, older waiting
 * runs are left for those pages.
 */
export function mergeUndelivered(
  rows: readonly ExecutionSummary[],
  undelivered: readonly UndeliveredRun[],
  filters: ExecutionFilters,
  hasNextPage: boolean,
): ExecutionRow[] {
  const last = rows.at(-1)
  const found = new Set(rows.map((row) => row.id))
  const waiting = undelivered.filter(
    (row) =>
      matches(row, filters) &&
      hasText(row, filters.text, found) &&
      !(hasNextPage && last !== undefined && newestFirst(last, row) < 0),
  )
  // The outbox's version of a run is newer than the backend's.
  const waitingIds = new Set(undelivered.map((row) => row.id))
  return [
    ...rows.filter((row) => !waitingIds.has(row.id)).map((row) => ({ ...row, delivered: true })),
    ...waiting.map((row) => ({ ...row, delivered: false })),
  ].toSorted(newestFirst)
}

const matches = (row: ExecutionSummary, { status, source }: ExecutionFilters): boolean =>
  (status === null || row.status === status) && (source === null || row.source === source)

/** `found`: runs that matched at the backend, which alone has the script if the outbox does not. */
function hasText({ id, code, title }: UndeliveredRun, text: string, found: ReadonlySet<string>): boolean {
  if (text.trim() === '' || (code === null && found.has(id))) return true
  return (code ?? title).toLowerCase().includes(toSearchText(text).toLowerCase())
}

/** Compare parsed times: the backend writes more digits and another zone than this browser. */
function newestFirst(one: ExecutionSummary, other: ExecutionSummary): number {
  const byTime = Date.parse(other.started_at) - Date.parse(one.started_at)
  return byTime !== 0 ? byTime : one.id < other.id ? 1 : -1
}
