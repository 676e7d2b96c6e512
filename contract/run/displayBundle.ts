/** Schemas for displayed values, which user code makes: they are checked before they are drawn or stored. */
import * as z from 'zod/mini'
import { limits, pythonTree, type DisplayBundle } from './workerProtocol.ts'

/** The slack holds the note at the end of a text that was cut. */
const form = z.string().check(z.maxLength(limits.resultCharacters + 200))

export const displayBundle = z.object({
  'application/json': z.exactOptional(form),
  [pythonTree]: z.exactOptional(form),
  'text/html': z.exactOptional(form),
  'text/markdown': z.exactOptional(form),
  'text/latex': z.exactOptional(form),
  'image/svg+xml': z.exactOptional(form),
  'image/png': z.exactOptional(form),
  'image/jpeg': z.exactOptional(form),
  'text/plain': form,
  note: z.exactOptional(z.string().check(z.maxLength(5_000))),
} satisfies Record<keyof DisplayBundle, z.ZodMiniType>)

/** Forms of a result in the log. Rows of earlier versions have neither its JSON nor its text there. */
export const resultForms = z.extend(displayBundle, { 'text/plain': z.exactOptional(form) })
export type ResultForms = z.infer<typeof resultForms>

/** A value that a script displayed while it ran. */
export const runDisplay = z.object({
  bundle: displayBundle,
  /** Characters of output printed before it. */
  position: z.int().check(z.nonnegative()),
  /** Milliseconds since the script began. */
  at: z.number().check(z.nonnegative()),
})
export type RunDisplay = z.infer<typeof runDisplay>
