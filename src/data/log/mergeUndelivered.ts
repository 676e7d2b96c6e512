/** Puts runs that wait in the outbox among the rows of the history, where they will stand later. */
import type { ExecutionSummary } from '../../../contract/run/executions.ts'
import type { ExecutionFilters } from './fetchExecutions.ts'
import type { UndeliveredRun } from './summariseEntries.ts'
import { toSearchText } from './toSearchText.ts'

/** `delivered` is false while the backend does not have all of it. */
export type ExecutionRow = ExecutionSummary & { readonly delivered: boolean }

/** `rows` newest first, as the backend filtered them. While more pages follow, older waiting runs are left to them. */
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
  // What the outbox knows is newer than what the backend has of the same run.
  const waitingIds = new Set(undelivered.map((row) => row.id))
  return [
    ...rows.filter((row) => !waitingIds.has(row.id)).map((row) => ({ ...row, delivered: true })),
    ...waiting.map((row) => ({ ...row, delivered: false })),
  ].toSorted(newestFirst)
}

const matches = (row: ExecutionSummary, { status, source }: ExecutionFilters): boolean =>
  (status === null || row.status === status) && (source === null || row.source === source)

/** `found`: the runs in whose scripts the backend found the text. It alone has the script if the outbox has none. */
function hasText({ id, code, title }: UndeliveredRun, text: string, found: ReadonlySet<string>): boolean {
  if (text.trim() === '' || (code === null && found.has(id))) return true
  return (code ?? title).toLowerCase().includes(toSearchText(text).toLowerCase())
}

/** The backend writes times with more digits and another zone than this browser. */
function newestFirst(one: ExecutionSummary, other: ExecutionSummary): number {
  const byTime = Date.parse(other.started_at) - Date.parse(one.started_at)
  return byTime !== 0 ? byTime : one.id < other.id ? 1 : -1
}
