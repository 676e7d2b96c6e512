/** Validates a call's arguments: on the page before they are sent, and again in the function. */
import type { z } from 'zod'
import { AppError } from '../errors.ts'

/** Limit for one complaint, which may quote names that the caller sent. */
const maxCharacters = 150

/**
 * @returns The arguments with defaults filled in.
 * @throws AppError `tool-input-invalid`, with a complaint for each of the first 5 invalid arguments.
 */
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
