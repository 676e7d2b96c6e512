/** One question to a speech service, as the environment sets it up. */
import { createOpenAI, type OpenAIProvider } from '@ai-sdk/openai'
import { AppError } from '../../../../contract/errors.ts'
import { speechSeconds, type SpeechService } from '../../../../contract/ai/speechServices.ts'
import { codeOfFailure } from './codeOfFailure.ts'
import { fetchFromProvider } from './fetchFromProvider.ts'
import { readSpeechService } from './readSpeechService.ts'
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
  const { baseUrl, key, model } = readSpeechService(service)
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
