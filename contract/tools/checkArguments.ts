/** The check every call passes twice: on the page before it is sent, and in the function before it is answered. */
import type { z } from 'zod'
import { AppError } from '../errors.ts'

/** Of one complaint, which may quote names that were sent. */
const maxCharacters = 150

/** The arguments with defaults filled in. Throws `tool-input-invalid` with a sentence for each wrong one. */
export function checkArguments<Parameters extends z.ZodObject>(
  tool: { readonly name: string; readonly parameters: Parameters },
  value: unknown,
): z.output<Parameters> {
  const parsed = tool.parameters.safeParse(value)
  if (parsed.success) return parsed.data
  const complaints = parsed.error.issues.slice(0, 5).map((issue) => {
    const path = issue.path.join('.')
    const complaint = path === '' ? issue.message : `${path}: ${issue.message}`
    return complaint.length > maxCharacters ? `${complaint.slice(0, maxCharacters)}…` : complaint
  })
  throw new AppError('tool-input-invalid', `${tool.name}(): ${complaints.join('; ')}`)
}
