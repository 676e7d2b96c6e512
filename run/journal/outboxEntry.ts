/** What the outbox holds: one entry for each request that writes to the log, in the order of its happening. */
import type { Execution, ExecutionSummary, ToolCall } from '../../contract/run/executions.ts'

/** Entries of an earlier version of this app lack what is optional. */
type ExecutionStartRow = Pick<
  Execution,
  'id' | 'code' | 'source' | 'executor' | 'workflow_id' | 'started_at'
> &
  Partial<Pick<Execution, 'conversation_id' | 'metadata'>>

export type ExecutionEndRow = Pick<
  Execution,
  | 'status'
  | 'finished_at'
  | 'duration_ms'
  | 'result'
  | 'result_mime'
  | 'result_forms'
  | 'displays'
  | 'output'
  | 'error_code'
  | 'error_message'
  | 'traceback'
  | 'exit_code'
> &
  /** Without it what the beginning said stays. */
  Partial<Pick<Execution, 'metadata'>>

/** A run as far as its beginning tells. */
type RunHead = Pick<ExecutionSummary, 'id' | 'title' | 'source' | 'started_at'>

/** A run of this browser whose end is not written down yet. */
export interface OpenRun {
  readonly executionId: string
  readonly userId: string
  readonly head: RunHead
}

export type OutboxEntry = OpenRun &
  (
    | { readonly kind: 'run-started'; readonly row: ExecutionStartRow }
    /** At least one. */
    | { readonly kind: 'tool-calls'; readonly rows: readonly ToolCall[] }
    | { readonly kind: 'run-ended'; readonly row: ExecutionEndRow }
  )

/** `position` orders the entries. */
export type StoredEntry = OutboxEntry & { readonly position: number }

export type EntryOf<Kind extends OutboxEntry['kind']> = Extract<OutboxEntry, { readonly kind: Kind }>
