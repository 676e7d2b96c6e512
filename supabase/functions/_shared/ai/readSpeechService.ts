/** Reads a speech service's address, key and model from the environment. */
import { AppError } from '../../../../contract/errors.ts'
import { speechDefaults, type SpeechService } from '../../../../contract/ai/speechServices.ts'
import { readVariable } from './readVariable.ts'

/** @throws AppError `not-configured` with the variables that are missing or wrong. */
export function readSpeechService({ label, variables, model }: SpeechService) {
  const own = readVariable(variables.baseUrl)
  const baseUrl = own || readVariable(speechDefaults.variables.baseUrl) || speechDefaults.baseUrl
  // A service at an address of its own must not receive OpenAI's key.
  const key = readVariable(variables.key) || (own ? null : readVariable(speechDefaults.variables.key)) || null
  if (key === null && !own) {
    throw new AppError(
      'not-configured',
      `${label} is not set up: set ${variables.key} or ${speechDefaults.variables.key}, or ${variables.baseUrl} for a service without keys, in supabase/functions/.env or as a secret, then restart the functions.`,
    )
  }
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
    throw new AppError('not-configured', `${variables.baseUrl} is not an http or https address. Correct it.`)
  }
  return { baseUrl: baseUrl.replace(/\/+$/, ''), key, model: readVariable(variables.model) || model }
}
