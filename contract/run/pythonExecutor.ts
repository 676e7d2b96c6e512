/**
 * Python on the server: what the function `python-executor` takes and gives. A caller that accepts `text/event-stream` gets the
 * run's events (`runEvents.ts`), each as the data of an event of its type's name; `run-ended` is the last.
 */
import { z } from 'zod'
import { executionSources, executionStatuses } from './executions.ts'
import { limits } from './workerProtocol.ts'

export const pythonExecutorFunction = 'python-executor'

/** How many calls of python-executor a request has come through already; absent is 0. Whoever calls on adds one. */
export const depthHeader = 'x-eliza-depth'
/** A script may run a script on the server, and that another one; no deeper. */
export const deepestRun = 2

const { runSeconds, memoryMegabytes, codeCharacters } = limits
const metadataCharacters = 10_000

/** Seconds are whole ones; megabytes are those of `limits.memoryMegabytes.choices`. */
export const pythonRequest = z.strictObject({
  code: z
    .string()
    .min(1)
    .max(codeCharacters)
    .refine((code) => code.trim() !== '', 'is empty'),
  workflow_id: z.string().max(200).nullable().default(null),
  source: z.enum(executionSources).default('direct'),
  /** The conversation that the run is a step of. */
  conversation_id: z.uuid().nullable().default(null),
  /** Kept with the execution. */
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

/** The answer in one piece. A script that failed is an answer too. */
export const pythonAnswer = z.object({
  execution_id: z.string(),
  status: z.enum(executionStatuses).exclude(['running']),
  /** The value of the script's last expression where it is JSON, else its repr: `result_mime` tells. null: there is none. */
  result: z.unknown(),
  result_mime: z.enum(['application/json', 'text/plain']).nullable(),
  output: z.string(),
  /** As in contract/run/runFailures.ts; null where the script completed. */
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  traceback: z.string().nullable(),
  exit_code: z.int(),
  execution_time_ms: z.number(),
  /** What each was asked and answered stands in the log. */
  tool_calls: z.array(toolCallSummary),
})
export type PythonAnswer = z.infer<typeof pythonAnswer>
