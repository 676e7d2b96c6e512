/** Validates the worker's messages. A script can forge them, so the page trusts none unchecked. */
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
    // Only the page may report the other codes.
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
  // No limit here: the tool host rejects long arguments with a fault of its own.
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

/**
 * Parses a message. @returns `interpreter-died` for anything else: a worker that posts it no longer runs our
 * runtime.
 */
export function readFromWorker(posted: unknown): FromWorker {
  const message = fromWorker.safeParse(posted)
  return message.success
    ? message.data
    : { type: 'interpreter-died', message: 'Python sent something that is no message of its own.' }
}
