/** An entry of the outbox: one request that writes to the log. Entries keep the order of events. */
import type { Execution, ExecutionSummary, ToolCall } from '../../contract/run/executions.ts'

/** Optional columns are missing in entries of an earlier version of this app. */
type ExecutionStartRow = Pick<
  Execution,
  'id' | 'code' | 'source' | 'executor' | 'workflow_id' | 'started_at'
> &
  Partial<Pick<Execution, 'conversation_id' | 'metadata'>> & {
    /** The tab or server process that runs it, whose heartbeat says that the run goes on. */
    readonly instance_id?: string
  }

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
  /** Absent: the metadata of the beginning stays, and the streams are not told apart. */
  Partial<Pick<Execution, 'metadata' | 'output_spans'>>

/** The part of a run that its beginning tells. */
type RunHead = Pick<ExecutionSummary, 'id' | 'title' | 'source' | 'started_at'>

/** A run of this browser whose end is not written yet. */
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
