/** Checks what user code shows before anything is drawn or kept of it. */
import * as z from 'zod/mini'
import { limits, type DisplayBundle } from './workerProtocol.ts'

/** A text that was cut says so at its end. */
const form = z.string().check(z.maxLength(limits.resultCharacters + 200))

export const displayBundle = z.object({
  'application/json': z.exactOptional(form),
  'text/html': z.exactOptional(form),
  'text/markdown': z.exactOptional(form),
  'text/latex': z.exactOptional(form),
  'image/svg+xml': z.exactOptional(form),
  'image/png': z.exactOptional(form),
  'image/jpeg': z.exactOptional(form),
  'text/plain': form,
  note: z.exactOptional(z.string().check(z.maxLength(5_000))),
} satisfies Record<keyof DisplayBundle, z.ZodMiniType>)

/** The forms of a result that the log's column `result` does not hold. */
export const resultForms = z.omit(displayBundle, { 'application/json': true, 'text/plain': true })
export type ResultForms = z.infer<typeof resultForms>

/** A value that a script showed while it ran. */
export const runDisplay = z.object({
  bundle: displayBundle,
  /** Characters of output that were printed before it. */
  position: z.int().check(z.nonnegative()),
  /** Milliseconds since the run began. */
  at: z.number().check(z.nonnegative()),
})
export type RunDisplay = z.infer<typeof runDisplay>
