/** A page's text as JSON, no deeper than Python and the log can take. */
import { AppError } from '../../../contract/errors.ts'

/** As many as `eliza_tools.nesting` lets out of Python. */
const maxLevels = 500

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

/** Level by level: recursion would end where the nesting does not. */
function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value]
  for (let depth = 0; depth < maxLevels; depth++) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null
        ? Object.values(each).filter((child) => typeof child === 'object' && child !== null)
        : [],
    )
    if (level.length === 0) return false
  }
  return true
}
