/** One question to a speech service, as the environment sets it up. */
import { createOpenAI, type OpenAIProvider } from '@ai-sdk/openai'
import { AppError } from '../../../../contract/errors.ts'
import { speechDefaults, speechSeconds, type SpeechService } from '../../../../contract/speechServices.ts'
import { codeOfFailure } from './codeOfFailure.ts'
import { fetchFromProvider } from './fetchFromProvider.ts'
import { readVariable } from './readVariable.ts'
import { TierFault } from './TierFault.ts'
import { toTierFault } from './toTierFault.ts'

interface Question {
  readonly provider: OpenAIProvider
  readonly model: string
  /** Aborted when the caller goes away or the time is up. */
  readonly signal: AbortSignal
}

/** Throws an AppError: `not-configured` names the variables that are missing. */
export async function askSpeechService<Answer>(
  service: SpeechService,
  callerSignal: AbortSignal,
  ask: (question: Question) => Promise<Answer>,
): Promise<Answer> {
  const { baseUrl, key, model } = readService(service)
  const provider = createOpenAI({ baseURL: baseUrl, apiKey: key ?? 'none', fetch: fetchFromProvider })
  const timeUp = AbortSignal.timeout(speechSeconds * 1000)
  try {
    return await ask({ provider, model, signal: AbortSignal.any([callerSignal, timeUp]) })
  } catch (error) {
    if (callerSignal.aborted) throw error
    const { failure, message, quote } = timeUp.aborted
      ? new TierFault('timed-out', `did not answer within ${speechSeconds} seconds`)
      : toTierFault(error, { hasContent: false, secrets: key === null ? [] : [key] })
    const said = quote === '' ? '' : ` It says: ${quote}`
    throw new AppError(codeOfFailure(failure), `${service.label} ${message}.${said}`)
  }
}

function readService({ label, variables, model }: SpeechService) {
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
