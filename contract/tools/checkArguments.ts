/** The check every call passes twice: on the page before it is sent, and in the function before it is answered. */
import type { z } from 'zod'
import { AppError } from '../errors.ts'

/** The arguments with defaults filled in. Throws `tool-input-invalid` with a sentence for each wrong one. */
export function checkArguments<Parameters extends z.ZodObject>(
  tool: { readonly name: string; readonly parameters: Parameters },
  value: unknown,
): z.output<Parameters> {
  const parsed = tool.parameters.safeParse(value)
  if (parsed.success) return parsed.data
  const complaints = parsed.error.issues.slice(0, 5).map((issue) => {
    const path = issue.path.join('.')
    return path === '' ? issue.message : `${path}: ${issue.message}`
  })
  throw new AppError('tool-input-invalid', `${tool.name}(): ${complaints.join('; ')}`)
}
