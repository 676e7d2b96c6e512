/** Schemas of the execution log's rows, as Postgres holds them and every reader gets them. */
import * as z from 'zod/mini'
import { resultForms, runDisplay } from './displayBundle.ts'

export const executionStatuses = ['running', 'completed', 'failed'] as const
export type ExecutionStatus = (typeof executionStatuses)[number]

/** The part of the app that asked for the run. */
export const executionSources = ['direct', 'ai-chat', 'python-chat-hook'] as const
export type ExecutionSource = (typeof executionSources)[number]

const jsonValue = z.unknown()

/** A row of eliza_python_executions as lists show it, without its large columns. */
export const executionSummary = z.object({
  id: z.string(),
  /** The script's first 200 characters. */
  title: z.string(),
  status: z.enum(executionStatuses),
  error_code: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
  source: z.string(),
  /** The place of the run: a browser or the server. */
  executor: z.enum(['browser', 'edge']),
  started_at: z.string(),
  finished_at: z.nullable(z.string()),
  duration_ms: z.nullable(z.number()),
})
export type ExecutionSummary = z.infer<typeof executionSummary>

/** A complete row of eliza_python_executions. */
export const execution = z.extend(z.omit(executionSummary, { title: true }), {
  code: z.string(),
  /**
   * The value of the script's last expression, to be searched: an integer that JavaScript would round is text in it, and
   * keys have lost their order. Falsy values count; `result_mime` tells whether there is one.
   */
  result: jsonValue,
  /** `application/json`: `result` is the value. `text/plain`: `result` is its repr. null: no result. */
  result_mime: z.nullable(z.enum(['application/json', 'text/plain'])),
  /**
   * All forms of the result as Python wrote them; of earlier versions, without its JSON and its repr. null if there are none
   * or they cannot be read.
   */
  result_forms: z.catch(z.nullable(resultForms), null),
  /** Values that the script displayed, in order. Empty if they cannot be read. */
  displays: z.catch(z.array(runDisplay), []),
  output: z.string(),
  /**
   * Lengths of the pieces of `output`, alternating between stdout and stderr, from stdout on. What is longer than their sum
   * is of the stream of the last. null: the log does not tell the streams apart.
   */
  output_spans: z.catch(z.nullable(z.array(z.int().check(z.nonnegative()))), null),
  traceback: z.nullable(z.string()),
  exit_code: z.nullable(z.number()),
  workflow_id: z.nullable(z.string()),
  conversation_id: z.nullable(z.string()),
  metadata: z.record(z.string(), z.unknown()),
})
export type Execution = z.infer<typeof execution>

/** A row of eliza_tool_calls. */
export const toolCall = z.object({
  id: z.string(),
  execution_id: z.string(),
  /** Order of arrival within the run, from 0. */
  seq: z.number(),
  tool: z.string(),
  function_name: z.nullable(z.string()),
  /** SHA-256 over the tool's name and its canonical JSON arguments: equal calls have equal keys. */
  call_key: z.string(),
  /** Number of equal calls before it in the run. */
  occurrence: z.number(),
  /** What can be searched. An integer that JavaScript would round is text in it, and keys have lost their order. */
  request: jsonValue,
  response: jsonValue,
  /** The same as Python and the function wrote it, without secrets. null: too long, or of an earlier version. */
  request_text: z.nullable(z.string()),
  response_text: z.nullable(z.string()),
  status: z.enum(['completed', 'failed', 'cancelled']),
  error: z.nullable(z.object({ code: z.string(), message: z.string(), status: z.number() })),
  started_at: z.string(),
  /** Milliseconds since the script began; for a call that waited for approval, until it was decided. */
  offset_ms: z.number(),
  duration_ms: z.number(),
  cached: z.boolean(),
})
export type ToolCall = z.infer<typeof toolCall>
