/** Where a speech service is, and with what key and model it is asked: as the environment says. */
import { AppError } from '../../../../contract/errors.ts'
import { speechDefaults, type SpeechService } from '../../../../contract/ai/speechServices.ts'
import { readVariable } from './readVariable.ts'

/** Throws an AppError: `not-configured` names the variables that are missing. */
export function readSpeechService({ label, variables, model }: SpeechService) {
  const own = readVariable(variables.baseUrl)
  const baseUrl = own || readVariable(speechDefaults.variables.baseUrl) || speechDefaults.baseUrl
  // OpenAI's key goes where OpenAI's own requests go, and nowhere else.
  const key = readVariable(variables.key) || (own ? null : readVariable(speechDefaults.variables.key)) || null
  if (key === null && !own) {
    throw new AppError(
      'not-configured',
      `${label} is not set up: set ${variables.key} or ${speechDefaults.variables.key}, or ${variables.baseUrl} for a service without keys, in supabase/functions/.env or as a secret, and start again.`,
    )
  }
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
    throw new AppError('not-configured', `${variables.baseUrl} is not an http or https address. Correct it.`)
  }
  return { baseUrl: baseUrl.replace(/\/+$/, ''), key, model: readVariable(variables.model) || model }
}
