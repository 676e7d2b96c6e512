/** Parses a page as JSON, with a limit for its nesting depth that Python and the log can handle. */
import { AppError } from '../../../contract/errors.ts'
import { isTooDeep, maxLevels } from '../_shared/isTooDeep.ts'

/**
 * @throws AppError `response-malformed` if the text is not JSON, `response-too-large` if it is nested too
 *   deep.
 */
export function readJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const what = /^\s*</.test(text) ? 'a web page' : text.trim() === '' ? 'nothing' : 'text that is not JSON'
    throw new AppError(
      'response-malformed',
      `This address returns ${what}. Use action='extract' to get its readable text.`,
    )
  }
  if (isTooDeep(value)) {
    throw new AppError('response-too-large', `This JSON is nested more than ${maxLevels} levels deep.`)
  }
  return value
}
