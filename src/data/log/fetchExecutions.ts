/**
 * Reads the log from Postgres: pages of the list, and one execution with all its tool calls (keyset
 * pagination).
 */
import * as z from 'zod/mini'
import { executionsAtOnce } from './executionsAtOnce.ts'
import { AppError } from '../../../contract/errors.ts'
import {
  execution,
  executionSummary,
  toolCall,
  type Execution,
  type ExecutionStatus,
  type ExecutionSummary,
  type ToolCall,
} from '../../../contract/run/executions.ts'
import type { Supabase } from '../createSupabase.ts'
import { databaseFault } from '../databaseFault.ts'
import { toSearchText } from './toSearchText.ts'

export interface ExecutionFilters {
  readonly status: ExecutionStatus | null
  readonly source: string | null
  /** Text to find in the script, in any case; blank matches all. */
  readonly text: string
}

/** Cursor of the list: the page begins after this row. */
export interface ExecutionCursor {
  readonly startedAt: string
  readonly id: string
}

/** Responses can be large, and the backend returns at most 1000 rows per request. */
const toolCallsAtOnce = 200

/** Fetches one page, newest first; the id breaks ties of time. @throws an AppError. */
export async function fetchExecutionPage(
  supabase: Supabase,
  filters: ExecutionFilters,
  after: ExecutionCursor | null,
  signal: AbortSignal,
): Promise<ExecutionSummary[]> {
  if (filters.text.trim() !== '') return searchExecutions(supabase, filters, after, signal)
  const { status, source } = filters
  let query = supabase.from('eliza_python_executions').select(columnsOf(executionSummary))
  if (status !== null) query = query.eq('status', status)
  if (source !== null) query = query.eq('source', source)
  if (after !== null) {
    const { startedAt, id } = after
    query = query
      // Postgres seeks by this bound; by the `or` alone it would read every row before the page.
      .lte('started_at', startedAt)
      .or(`started_at.lt."${startedAt}",and(started_at.eq."${startedAt}",id.lt."${id}")`)
  }
  const {
    data,
    error,
    status: httpStatus,
  } = await query
    .order('started_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(executionsAtOnce)
    .abortSignal(signal)
  if (error !== null) throw databaseFault(httpStatus, error.message)
  return parseRows(executionSummary, data)
}

/** The function searches a bounded number of runs at a time, so that none of its statements takes long. */
async function searchExecutions(
  supabase: Supabase,
  { status, source, text }: ExecutionFilters,
  after: ExecutionCursor | null,
  signal: AbortSignal,
): Promise<ExecutionSummary[]> {
  const rows: ExecutionSummary[] = []
  let before = after
  do {
    const {
      data,
      error,
      status: httpStatus,
    } = await supabase
      .rpc('search_executions', {
        words: toSearchText(text),
        only_status: status,
        only_source: source,
        before_time: before?.startedAt ?? null,
        before_id: before?.id ?? null,
        page_size: executionsAtOnce - rows.length,
      })
      .abortSignal(signal)
    if (error !== null) throw databaseFault(httpStatus, error.message)
    const found = searchAnswer.safeParse(data)
    if (!found.success) throw new AppError('response-malformed')
    rows.push(...found.data.rows)
    const { next } = found.data
    before = next === null ? null : { startedAt: next.started_at, id: next.id }
  } while (before !== null && rows.length < executionsAtOnce)
  return rows
}

/** `next`: the last run that was looked at, if there are more. */
const searchAnswer = z.object({
  rows: z.array(executionSummary),
  next: z.nullable(z.object({ id: z.string(), started_at: z.string() })),
})

/**
 * Fetches one execution. @returns null if it does not exist or belongs to another user. @throws an AppError.
 */
export async function fetchExecution(
  supabase: Supabase,
  id: string,
  signal: AbortSignal,
): Promise<Execution | null> {
  if (!z.guid().safeParse(id).success) return null
  const { data, error, status } = await supabase
    .from('eliza_python_executions')
    .select(columnsOf(execution))
    .eq('id', id)
    .limit(1)
    .abortSignal(signal)
  if (error !== null) throw databaseFault(status, error.message)
  return parseRows(execution, data)[0] ?? null
}

/** Fetches all tool calls of an execution, in order of arrival. @throws an AppError. */
export async function fetchToolCalls(
  supabase: Supabase,
  executionId: string,
  signal: AbortSignal,
): Promise<ToolCall[]> {
  const calls: ToolCall[] = []
  for (;;) {
    const { data, error, status } = await supabase
      .from('eliza_tool_calls')
      .select(columnsOf(toolCall))
      .eq('execution_id', executionId)
      .gt('seq', calls.at(-1)?.seq ?? -1)
      .order('seq')
      .limit(toolCallsAtOnce)
      .abortSignal(signal)
    if (error !== null) throw databaseFault(status, error.message)
    const page = parseRows(toolCall, data)
    calls.push(...page)
    if (page.length < toolCallsAtOnce) return calls
  }
}

const columnsOf = (row: z.ZodMiniObject): string => Object.keys(row.shape).join(',')

function parseRows<Row extends z.ZodMiniType>(row: Row, data: unknown): z.output<Row>[] {
  const parsed = z.array(row).safeParse(data)
  if (!parsed.success) throw new AppError('response-malformed')
  return parsed.data
}
