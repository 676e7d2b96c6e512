/**
 * Reads the log from Postgres: pages of the list, and one execution with all its tool calls (keyset
 * pagination).
 */
import * as z from 'zod/mini'
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

export const pageSize = 50
/** Responses can be large, and the backend returns at most 1000 rows per request. */
const toolCallsAtOnce = 200

/** Fetches one page, newest first; the id breaks ties of time. @throws an AppError. */
export async function fetchExecutionPage(
  supabase: Supabase,
  { status, source, text }: ExecutionFilters,
  after: ExecutionCursor | null,
  signal: AbortSignal,
): Promise<ExecutionSummary[]> {
  let query = supabase.from('eliza_python_executions').select(columnsOf(executionSummary))
  if (status !== null) query = query.eq('status', status)
  if (source !== null) query = query.eq('source', source)
  // `like` treats * and % as wildcards, and PostgREST cannot escape *.
  if (text.trim() !== '') query = query.regexIMatch('code', literalPattern(text))
  if (after !== null) {
    const { startedAt, id } = after
    query = query.or(`started_at.lt."${startedAt}",and(started_at.eq."${startedAt}",id.lt."${id}")`)
  }
  const {
    data,
    error,
    status: httpStatus,
  } = await query
    .order('started_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(pageSize)
    .abortSignal(signal)
  if (error !== null) throw databaseFault(httpStatus, error.message)
  return parseRows(executionSummary, data)
}

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

/** A Postgres regular expression that matches `text` literally. */
const literalPattern = (text: string): string =>
  toSearchText(text).replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

function parseRows<Row extends z.ZodMiniType>(row: Row, data: unknown): z.output<Row>[] {
  const parsed = z.array(row).safeParse(data)
  if (!parsed.success) throw new AppError('response-malformed')
  return parsed.data
}
