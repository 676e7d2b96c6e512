/** Python on the server: what the function python-executor takes and gives. Apart from edgeApi.ts, since a page rarely needs it. */
import { z } from 'zod'
import { displayBundle } from './displayBundle.ts'
import { executionSources, executionStatuses } from './executions.ts'
import { limits, type RunOutcome } from './workerProtocol.ts'

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

/** The state of one call: told when it begins and again when it ends. */
const toolCallEvent = z.object({
  seq: z.int().nonnegative(),
  tool: z.string(),
  functionName: z.string().nullable(),
  request: z.unknown(),
  status: z.enum(['pending', 'completed', 'failed', 'cancelled']),
  response: z.unknown(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  offsetMs: z.number(),
  durationMs: z.number().nullable(),
})

const outcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('completed'), result: z.nullable(displayBundle), exitCode: z.int() }),
  z.object({
    status: z.literal('failed'),
    code: z.enum([
      'exception',
      'exited',
      'stopped',
      'timed-out',
      'out-of-memory',
      'interpreter-died',
      'interrupted',
      'packages-unavailable',
      'server-unavailable',
    ]),
    message: z.string(),
    traceback: z.string().nullable(),
    line: z.int().nullable(),
    exitCode: z.int(),
  }),
]) satisfies z.ZodType<RunOutcome>

/**
 * What is sent, one after the other, to who accepts `text/event-stream`: each as the data of an event of its type's name.
 * Those that the worker sends bear the same names and fields there. The last is the one `run-end`.
 */
export const pythonEvent = z.discriminatedUnion('type', [
  /** It has its turn; before that it may have waited. */
  z.object({ type: z.literal('run-start'), executionId: z.string() }),
  /** From here its time counts. */
  z.object({ type: z.literal('script-start') }),
  z.object({
    type: z.literal('output-delta'),
    stream: z.enum(['stdout', 'stderr']),
    text: z.string(),
    at: z.number(),
  }),
  z.object({ type: z.literal('output-omitted'), bytes: z.int() }),
  z.object({ type: z.literal('display'), bundle: displayBundle, at: z.number() }),
  z.object({ type: z.literal('progress'), share: z.number(), text: z.string() }),
  z.object({ type: z.literal('tool-call'), call: toolCallEvent }),
  z.object({ type: z.literal('run-end'), outcome, durationMs: z.number() }),
])
export type PythonEvent = z.infer<typeof pythonEvent>
