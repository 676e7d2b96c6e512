/** Checks what user code shows before anything is drawn or kept of it. */
import { z } from 'zod'
import { limits, type DisplayBundle } from './workerProtocol.ts'

/** A text that was cut says so at its end. */
const form = z.string().max(limits.resultCharacters + 200)

export const displayBundle = z.object({
  'application/json': form.exactOptional(),
  'text/html': form.exactOptional(),
  'text/markdown': form.exactOptional(),
  'text/latex': form.exactOptional(),
  'image/svg+xml': form.exactOptional(),
  'image/png': form.exactOptional(),
  'image/jpeg': form.exactOptional(),
  'text/plain': form,
  note: z.string().max(5_000).exactOptional(),
} satisfies Record<keyof DisplayBundle, z.ZodType>)

/** The forms of a result that the log's column `result` does not hold. */
export const resultForms = displayBundle.omit({ 'application/json': true, 'text/plain': true })
export type ResultForms = z.infer<typeof resultForms>

/** A value that a script showed while it ran. */
export const runDisplay = z.object({
  bundle: displayBundle,
  /** Characters of output that were printed before it. */
  position: z.number().int().nonnegative(),
  /** Milliseconds since the run began. */
  at: z.number().nonnegative(),
})
export type RunDisplay = z.infer<typeof runDisplay>
