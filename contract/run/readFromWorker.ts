/** Reads what the worker posts. A script can forge it, so that the page takes nothing unchecked. */
import * as z from 'zod/mini'
import { displayBundle } from './displayBundle.ts'
import { limits, type FromWorker, type RunOutcome } from './workerProtocol.ts'

const runId = z.string().check(z.maxLength(100))
const at = z.number().check(z.nonnegative())
const line = z.string().check(z.maxLength(100_000))
// Python counts characters, JavaScript the units of UTF-16.
const shortText = z.string().check(z.maxLength(limits.variableCharacters * 2))
const runOutcome: z.ZodMiniType<RunOutcome> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('completed'), result: z.nullable(displayBundle), exitCode: z.int() }),
  z.strictObject({
    status: z.literal('failed'),
    // The others are the page's own to say.
    code: z.enum(['exception', 'exited', 'stopped', 'out-of-memory', 'packages-unavailable']),
    message: line,
    traceback: z.nullable(line),
    line: z.nullable(z.int().check(z.positive())),
    exitCode: z.int(),
  }),
])

const fromWorker: z.ZodMiniType<FromWorker> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('boot-phase'),
    phase: z.enum(['interpreter', 'standard-library', 'tools']),
  }),
  z.strictObject({ type: z.literal('boot-end'), error: z.nullable(line) }),
  z.strictObject({
    type: z.literal('packages-needed'),
    runId,
    imports: z
      .array(z.string().check(z.maxLength(limits.importCharacters)))
      .check(z.maxLength(limits.imports)),
  }),
  z.strictObject({ type: z.literal('script-start'), runId }),
  z.strictObject({
    type: z.literal('output-delta'),
    runId,
    stream: z.enum(['stdout', 'stderr']),
    text: z.string().check(z.maxLength(limits.outputCharacters)),
    at,
  }),
  z.strictObject({ type: z.literal('output-omitted'), runId, bytes: z.int().check(z.nonnegative()) }),
  // Too long arguments have a fault of their own, which the tool host gives.
  z.strictObject({
    type: z.literal('tool-call'),
    runId,
    callId: z.int(),
    tool: line,
    argumentsJson: z.string(),
    at,
  }),
  z.strictObject({ type: z.literal('tool-cancel'), runId, callId: z.int() }),
  z.strictObject({ type: z.literal('display'), runId, bundle: displayBundle, at }),
  z.strictObject({
    type: z.literal('progress'),
    runId,
    share: z.number().check(z.minimum(0), z.maximum(1)),
    text: z.string().check(z.maxLength(limits.progressCharacters * 2)),
    at,
  }),
  z.strictObject({ type: z.literal('input-request'), runId, inputId: z.int(), prompt: line, at }),
  z.strictObject({
    type: z.literal('variables'),
    runId,
    variables: z
      .array(z.strictObject({ name: shortText, type: shortText, summary: shortText }))
      .check(z.maxLength(limits.variables)),
  }),
  z.strictObject({ type: z.literal('run-end'), runId, outcome: runOutcome, at }),
  z.strictObject({
    type: z.literal('interpreter-died'),
    message: line,
    stack: z.optional(z.strictObject({ traceback: line, line: z.int().check(z.positive()) })),
  }),
])

/** The message, or one that the interpreter died: whoever posts anything else is not the runtime any more. */
export function readFromWorker(posted: unknown): FromWorker {
  const message = fromWorker.safeParse(posted)
  return message.success
    ? message.data
    : { type: 'interpreter-died', message: 'Python sent something that is no message of its own.' }
}
