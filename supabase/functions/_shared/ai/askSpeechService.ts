/** Sends one request to the speech service that the environment configures. */
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
  /** Aborted when the caller disconnects or the time is up. */
  readonly signal: AbortSignal
}

/**
 * Calls `ask` with the configured provider and model.
 *
 * @throws AppError `not-configured` with the missing variables, or the code of the failure. If the caller
 *   aborts, the error of `ask` itself.
 */
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
