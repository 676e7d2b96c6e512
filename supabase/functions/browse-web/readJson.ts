/** A page's text as JSON, no deeper than Python and the log can take. */
import { AppError } from '../../../contract/errors.ts'
import { isTooDeep, maxLevels } from '../_shared/isTooDeep.ts'

/** Throws `response-malformed` for what is no JSON, and `response-too-large` for what is nested too deep. */
export function readJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const what = /^\s*</.test(text) ? 'a web page' : text.trim() === '' ? 'nothing' : 'text that is no JSON'
    throw new AppError(
      'response-malformed',
      `This address gives ${what}. action='extract' gives what can be read there.`,
    )
  }
  if (isTooDeep(value)) {
    throw new AppError('response-too-large', `This JSON is nested more than ${maxLevels} levels deep.`)
  }
  return value
}
