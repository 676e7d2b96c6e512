/** Parses a page as exact JSON, with a limit for its nesting depth that Python and the log can handle. */
import { AppError } from '../../../contract/errors.ts'
import { readExactJson, type ExactJson } from '../../../lib/exactJson.ts'
import { parseJson } from '../../../lib/parseJson.ts'
import { isTooDeep, maxLevels } from '../_shared/isTooDeep.ts'

/**
 * @throws AppError `response-malformed` if the text is not JSON, `response-too-large` if it is nested too
 *   deep.
 */
export function readJson(text: string): ExactJson {
  // Finds deep nesting, which would end the exact reading.
  const value = parseJson(text)
  if (isTooDeep(value)) {
    throw new AppError('response-too-large', `This JSON is nested more than ${maxLevels} levels deep.`)
  }
  const exact = value === undefined ? undefined : readExactJson(text)
  if (exact !== undefined) return exact
  const what = /^\s*</.test(text) ? 'a web page' : text.trim() === '' ? 'nothing' : 'text that is not JSON'
  throw new AppError(
    'response-malformed',
    `This address returns ${what}. Use action='extract' to get its readable text.`,
  )
}
