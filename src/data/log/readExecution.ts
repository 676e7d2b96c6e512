/** One execution as completely as it is known: what the backend has, and over it what only the outbox has. */
import type { Execution, ToolCall } from '../../../contract/run/executions.ts'
import type { Outbox } from './createOutbox.ts'
import type { Supabase } from '../createSupabase.ts'
import { fetchExecution, fetchToolCalls } from './fetchExecutions.ts'
import { noOutcome } from './noOutcome.ts'
import type { StoredEntry } from '../../../run/journal/outboxEntry.ts'

export interface ExecutionDetail {
  readonly execution: Execution
  /** In order of arrival, all of them. */
  readonly toolCalls: readonly ToolCall[]
  /** false while the backend does not have all of it. */
  readonly delivered: boolean
}

interface Place {
  readonly supabase: Supabase
  readonly outbox: Pick<Outbox, 'entriesOfRun'>
}

/** null where there is none, or where it is another's. Throws an AppError. */
export async function readExecution(
  { supabase, outbox }: Place,
  userId: string,
  id: string,
  signal: AbortSignal,
): Promise<ExecutionDetail | null> {
  const entries = await outbox.entriesOfRun(userId, id)
  const begun = beginningOf(entries)
  // A run that waits here from its beginning on is not there yet, and the backend may be away.
  const stored = begun ?? (await fetchExecution(supabase, id, signal))
  if (stored === null) return null
  const delivered = begun === null ? await fetchToolCalls(supabase, id, signal) : []
  return {
    execution: { ...stored, ...endOf(entries) },
    toolCalls: mergeCalls(delivered, entries),
    delivered: entries.length === 0,
  }
}

function beginningOf(entries: readonly StoredEntry[]): Execution | null {
  const entry = entries.find((each) => each.kind === 'run-started')
  if (entry === undefined) return null
  return {
    conversation_id: null,
    metadata: {},
    ...entry.row,
    ...noOutcome,
    status: 'running',
  }
}

const endOf = (entries: readonly StoredEntry[]) =>
  entries.find((each) => each.kind === 'run-ended')?.row ?? {}

function mergeCalls(delivered: readonly ToolCall[], entries: readonly StoredEntry[]): ToolCall[] {
  const byId = new Map(delivered.map((call) => [call.id, call]))
  for (const entry of entries)
    if (entry.kind === 'tool-calls') for (const row of entry.rows) byId.set(row.id, row)
  return [...byId.values()].toSorted((one, other) => one.seq - other.seq)
}
