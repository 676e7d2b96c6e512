/** The history's rows for runs that the backend does not have yet. */
import type { ExecutionSummary } from '../../../contract/run/executions.ts'
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'

export type UndeliveredRun = ExecutionSummary & {
  /** The whole script; null if only the end of the run is left to deliver. */
  readonly code: string | null
}

/** Folds entries, in order, into one row per run. A run's end overrides its beginning. */
export function summariseEntries(entries: readonly OutboxEntry[]): UndeliveredRun[] {
  const byRun = new Map<string, UndeliveredRun>()
  for (const entry of entries) {
    if (entry.kind === 'tool-calls') continue
    const ended = entry.kind === 'run-ended' ? entry.row : null
    byRun.set(entry.executionId, {
      ...entry.head,
      code: entry.kind === 'run-started' ? entry.row.code : (byRun.get(entry.executionId)?.code ?? null),
      // Runs on the server are logged by the server.
      executor: 'browser',
      status: ended?.status ?? 'running',
      error_code: ended?.error_code ?? null,
      error_message: ended?.error_message ?? null,
      finished_at: ended?.finished_at ?? null,
      duration_ms: ended?.duration_ms ?? null,
    })
  }
  return [...byRun.values()]
}
