/** Parses events of a run that come over the wire, in the stream of `python-executor`. */
import * as z from 'zod/mini'
import { executionSources } from './executions.ts'
import type { RunEvent } from './runEvents.ts'
import { line, runOutcome, workerEventShapes } from './workerEventShapes.ts'
import { limits, type RunFailureCode } from './workerProtocol.ts'

const failureCodes = Object.keys({
  exception: true,
  exited: true,
  stopped: true,
  'timed-out': true,
  'out-of-memory': true,
  'interpreter-died': true,
  interrupted: true,
  'packages-unavailable': true,
  'server-unavailable': true,
} satisfies Record<RunFailureCode, true>) as RunFailureCode[]

const count = z.int().check(z.nonnegative())
const names = z.array(line)
const share = z.number().check(z.minimum(0), z.maximum(1))

const shapes = {
  ...workerEventShapes,
  'run-started': {
    executionId: z.string(),
    code: z.string(),
    source: z.enum(executionSources),
    workflowId: z.nullable(z.string()),
    conversationId: z.nullable(z.string()),
    messageId: z.nullable(z.string()),
    limits: z.object({
      runSeconds: z.number(),
      toolCalls: z.number(),
      toolCallsAtOnce: z.number(),
      memoryMegabytes: z.literal(limits.memoryMegabytes.choices),
    }),
  },
  'interpreter-taken': {},
  'packages-asked': { imports: names },
  'packages-progressed': { name: z.nullable(line), share },
  'packages-loaded': { packages: names, missing: names },
  'input-answered': { inputId: z.int(), text: z.nullable(z.string()) },
  'tool-call-started': {
    call: count,
    tool: line,
    functionName: z.nullable(line),
    requestJson: z.string(),
    key: line,
    occurrence: count,
  },
  'tool-call-asked': { call: count },
  'tool-call-decided': { call: count, choice: z.enum(['allow', 'deny', 'withdrawn', 'expired']) },
  'tool-call-streamed': { call: count, text: z.string() },
  'tool-call-ended': {
    call: count,
    status: z.enum(['completed', 'failed', 'cancelled']),
    responseJson: z.nullable(z.string()),
    error: z.nullable(z.object({ code: z.string(), message: z.string(), status: z.number() })),
    cached: z.boolean(),
  },
  'stop-asked': { reason: z.enum(['stopped', 'timed-out']) },
  'run-ended': { outcome: runOutcome(failureCodes) },
} satisfies Record<RunEvent['type'], Record<string, z.ZodMiniType>>

/** Unknown fields are dropped: the server may be newer than this page. */
const eventOf = <const Type extends RunEvent['type']>(type: Type) =>
  z.object({ type: z.literal(type), seq: count, at: z.number().check(z.nonnegative()), ...shapes[type] })

const runEvent: z.ZodMiniType<RunEvent> = z.discriminatedUnion('type', [
  eventOf('run-started'),
  eventOf('interpreter-taken'),
  eventOf('packages-asked'),
  eventOf('packages-progressed'),
  eventOf('packages-loaded'),
  eventOf('script-started'),
  eventOf('output-delta'),
  eventOf('output-omitted'),
  eventOf('display-shown'),
  eventOf('progress-changed'),
  eventOf('input-asked'),
  eventOf('input-answered'),
  eventOf('tool-call-started'),
  eventOf('tool-call-asked'),
  eventOf('tool-call-decided'),
  eventOf('tool-call-streamed'),
  eventOf('tool-call-ended'),
  eventOf('variables-changed'),
  eventOf('stop-asked'),
  eventOf('run-ended'),
])

/** Parses an event. @returns undefined for an event that this version does not know. */
export function readRunEvent(value: unknown): RunEvent | undefined {
  const event = runEvent.safeParse(value)
  return event.success ? event.data : undefined
}
