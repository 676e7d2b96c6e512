/** Reads one execution: the backend's rows, overlaid with the outbox's. */
import type { Execution, ToolCall } from '../../../contract/run/executions.ts'
import type { Outbox } from './createOutbox.ts'
import type { Supabase } from '../createSupabase.ts'
import { fetchExecution, fetchToolCalls } from './fetchExecutions.ts'
import { noOutcome } from './noOutcome.ts'
import type { StoredEntry } from '../../../run/journal/outboxEntry.ts'

export interface ExecutionDetail {
  readonly execution: Execution
  /** All tool calls, in order of arrival. */
  readonly toolCalls: readonly ToolCall[]
  /** Whether the backend has all of it. */
  readonly delivered: boolean
}

interface Place {
  readonly supabase: Supabase
  readonly outbox: Pick<Outbox, 'entriesOfRun'>
}

/** Reads an execution. @returns null if it does not exist or belongs to another user. @throws an AppError. */
export async function readExecution(
  { supabase, outbox }: Place,
  userId: string,
  id: string,
  signal: AbortSignal,
): Promise<ExecutionDetail | null> {
  const entries = await outbox.entriesOfRun(userId, id)
  const begun = beginningOf(entries)
  // If the outbox has the beginning, the backend has no row yet, and may be away.
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
