/** Writes an entry of the log to Postgres. Idempotent: the answer to an earlier try may have been lost. */
import type { OutboxEntry } from './outboxEntry.ts'

/** A request as Supabase's clients build it. */
interface LogRequest extends PromiseLike<{
  readonly status: number
  readonly error: { readonly code: string; readonly message: string } | null
}> {
  setHeader(name: string, value: string): LogRequest
  abortSignal(signal: AbortSignal): LogRequest
}

/** The part of a Supabase client that the log needs. */
export interface LogDatabase {
  from(table: 'eliza_python_executions' | 'eliza_tool_calls'): {
    upsert(
      rows: object | object[],
      options: { readonly ignoreDuplicates: boolean; readonly onConflict: string },
    ): LogRequest
    update(row: object): { eq(column: string, value: string): { or(filters: string): LogRequest } }
  }
}

/** The request is sent when it is awaited. */
export function writeLogEntry(database: LogDatabase, entry: OutboxEntry): LogRequest {
  const once = { ignoreDuplicates: true, onConflict: 'id' }
  switch (entry.kind) {
    case 'run-started':
      return database.from('eliza_python_executions').upsert(entry.row, once)
    case 'tool-calls':
      return database.from('eliza_tool_calls').upsert([...entry.rows], once)
    case 'run-ended':
      // A finished row does not change. Only an end that was presumed gives way to the true one.
      return database
        .from('eliza_python_executions')
        .update(entry.row)
        .eq('id', entry.executionId)
        .or('status.eq.running,presumed_dead.is.true')
  }
}
