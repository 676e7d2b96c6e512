/**
 * The request and answer of `python-executor`, which runs Python on the server.
 * If the caller accepts `text/event-stream`, it gets the run's events (`runEvents.ts`): each is the data of
 * an event named by its type, and `run-ended` is the last.
 */
import { z } from 'zod'
import { executionSources, executionStatuses } from './executions.ts'
import { limits } from './workerProtocol.ts'

export const pythonExecutorFunction = 'python-executor'

/** Counts the calls of python-executor that led to this request; absent means 0. Each nested call adds 1. */
export const depthHeader = 'x-eliza-depth'
/** Deepest nesting: a script on the server may run a script that runs another one. */
export const deepestRun = 2

const { runSeconds, memoryMegabytes, codeCharacters } = limits
const metadataCharacters = 10_000

/** `timeout_seconds` is an integer; `memory_mb` is one of `limits.memoryMegabytes.choices`. */
export const pythonRequest = z.strictObject({
  code: z.string().max(codeCharacters),
  workflow_id: z.string().max(200).nullable().default(null),
  source: z.enum(executionSources).default('direct'),
  /** The conversation that the run is a step of. */
  conversation_id: z.uuid().nullable().default(null),
  /** Stored with the execution. */
  metadata: z
    .record(z.string(), z.unknown())
    .refine(
      (metadata) => JSON.stringify(metadata).length <= metadataCharacters,
      `has more than ${metadataCharacters} characters as JSON`,
    )
    .default({}),
  timeout_seconds: z.int().min(runSeconds.least).max(runSeconds.most).default(runSeconds.default),
  memory_mb: z.literal(memoryMegabytes.choices).default(memoryMegabytes.default),
})
export type PythonRequest = z.output<typeof pythonRequest>

const toolCallSummary = z.object({
  seq: z.int(),
  tool: z.string(),
  function_name: z.string().nullable(),
  status: z.enum(['completed', 'failed', 'cancelled']),
  error: z.object({ code: z.string(), message: z.string(), status: z.number() }).nullable(),
  offset_ms: z.number(),
  duration_ms: z.number(),
})

/** The whole answer. A script's failure is an answer, not an error. */
export const pythonAnswer = z.object({
  execution_id: z.string(),
  status: z.enum(executionStatuses).exclude(['running']),
  /**
   * The value of the last expression as JSON, or else its repr; `result_mime` tells which. null if there is
   * none.
   */
  result: z.unknown(),
  result_mime: z.enum(['application/json', 'text/plain']).nullable(),
  output: z.string(),
  /** A code of contract/run/runFailures.ts; null if the script completed. */
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  traceback: z.string().nullable(),
  exit_code: z.int(),
  execution_time_ms: z.number(),
  /** The log holds each call's request and response. */
  tool_calls: z.array(toolCallSummary),
})
export type PythonAnswer = z.infer<typeof pythonAnswer>
