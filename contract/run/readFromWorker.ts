/** Checks what the worker posts. A script can forge it, so the page takes nothing unchecked. */
import * as z from 'zod/mini'
import type { FromWorker } from './FromWorker.ts'
import { line, runOutcome, workerEventShapes } from './workerEventShapes.ts'
import { limits } from './workerProtocol.ts'

const runId = z.string().check(z.maxLength(100))
const at = z.number().check(z.nonnegative())

const eventOf = <const Type extends keyof typeof workerEventShapes>(type: Type) =>
  z.strictObject({ type: z.literal(type), runId, at, ...workerEventShapes[type] })

const fromWorker: z.ZodMiniType<FromWorker> = z.discriminatedUnion('type', [
  eventOf('script-started'),
  eventOf('output-delta'),
  eventOf('output-omitted'),
  eventOf('display-shown'),
  eventOf('progress-changed'),
  eventOf('input-asked'),
  eventOf('variables-changed'),
  z.strictObject({
    type: z.literal('run-ended'),
    runId,
    at,
    // Only the page may say the others.
    outcome: runOutcome(['exception', 'exited', 'stopped', 'out-of-memory', 'packages-unavailable']),
  }),
  z.strictObject({
    type: z.literal('boot-progressed'),
    phase: z.enum(['interpreter', 'standard-library', 'tools']),
  }),
  z.strictObject({ type: z.literal('boot-ended'), error: z.nullable(line) }),
  z.strictObject({
    type: z.literal('packages-needed'),
    runId,
    imports: z
      .array(z.string().check(z.maxLength(limits.importCharacters)))
      .check(z.maxLength(limits.imports)),
  }),
  // Arguments that are too long have a fault of their own, which the tool host raises.
  z.strictObject({
    type: z.literal('tool-call-wanted'),
    runId,
    callId: z.int(),
    tool: line,
    argumentsJson: z.string(),
    at,
  }),
  z.strictObject({ type: z.literal('tool-call-abandoned'), runId, callId: z.int(), at }),
  z.strictObject({
    type: z.literal('interpreter-died'),
    message: line,
    stack: z.optional(z.strictObject({ traceback: line, line: z.int().check(z.positive()) })),
  }),
])

/** The message; `interpreter-died` for anything else: a worker that posts it does not run our runtime any more. */
export function readFromWorker(posted: unknown): FromWorker {
  const message = fromWorker.safeParse(posted)
  return message.success
    ? message.data
    : { type: 'interpreter-died', message: 'Python sent something that is no message of its own.' }
}
