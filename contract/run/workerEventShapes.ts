/** Schemas of the worker's events, used by the page and by readers of the server's stream. */
import * as z from 'zod/mini'
import { displayBundle } from './displayBundle.ts'
import type { RunEventOf, WorkerEventType } from './runEvents.ts'
import { limits, type RunFailureCode, type RunOutcome } from './workerProtocol.ts'

export const line = z.string().check(z.maxLength(100_000))
// Python counts code points, JavaScript counts UTF-16 code units: up to 2 for one character.
const shortText = z.string().check(z.maxLength(limits.variableCharacters * 2))

/** Schema of an outcome. @param codes the failure codes to accept. */
export const runOutcome = (codes: readonly RunFailureCode[]): z.ZodMiniType<RunOutcome> =>
  z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('completed'), result: z.nullable(displayBundle), exitCode: z.int() }),
    z.strictObject({
      status: z.literal('failed'),
      code: z.enum(codes),
      message: line,
      traceback: z.nullable(line),
      line: z.nullable(z.int().check(z.positive())),
      exitCode: z.int(),
    }),
  ])

type ShapeOf<Type extends WorkerEventType> = {
  [Key in Exclude<keyof RunEventOf<Type>, 'type'>]: z.ZodMiniType<RunEventOf<Type>[Key]>
}

export const workerEventShapes = {
  'script-started': {},
  'output-delta': {
    stream: z.enum(['stdout', 'stderr']),
    text: z.string().check(z.maxLength(limits.outputCharacters)),
  },
  'output-omitted': { bytes: z.int().check(z.nonnegative()) },
  'display-shown': { bundle: displayBundle },
  'progress-changed': {
    share: z.number().check(z.minimum(0), z.maximum(1)),
    text: z.string().check(z.maxLength(limits.progressCharacters * 2)),
  },
  'input-asked': { inputId: z.int(), prompt: line, isHidden: z.boolean() },
  'variables-changed': {
    variables: z
      .array(z.strictObject({ name: shortText, type: shortText, summary: shortText }))
      .check(z.maxLength(limits.variables)),
  },
} satisfies { [Type in Exclude<WorkerEventType, 'run-ended'>]: ShapeOf<Type> }
