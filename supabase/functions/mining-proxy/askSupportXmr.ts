/** One question to SupportXMR's API, and a sentence for each way in which it can stay unanswered. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { readText } from '../_shared/readText.ts'

const maxBytes = 1_000_000
const maxMilliseconds = 10_000

const answer = z.record(z.string(), z.unknown())

/**
 * The JSON object SupportXMR has at a path such as `/pool/stats`. SUPPORTXMR_API_URL overrides where it is asked.
 * Throws `upstream-failed`, `rate-limited`, or after 10 seconds `tool-timed-out`.
 */
export async function askSupportXmr(path: string, signal: AbortSignal): Promise<Record<string, unknown>> {
  // An unset variable of an .env file is an empty text.
  const base = Deno.env.get('SUPPORTXMR_API_URL') || 'https://supportxmr.com/api'
  const deadline = AbortSignal.timeout(maxMilliseconds)
  let response: Response
  let text: string | undefined
  try {
    response = await fetch(base.replace(/\/+$/, '') + path, {
      headers: { accept: 'application/json' },
      // It could lead into the network that this function runs in.
      redirect: 'error',
      signal: AbortSignal.any([signal, deadline]),
    })
    text = await readText(response.body, maxBytes)
  } catch (fault) {
    if (deadline.aborted) {
      const seconds = maxMilliseconds / 1000
      throw new AppError('tool-timed-out', `SupportXMR did not answer within ${seconds} s. Try again later.`)
    }
    if (signal.aborted) throw fault
    throw new AppError('upstream-failed', 'SupportXMR cannot be reached. Try again later.')
  }
  if (response.status === 429) {
    throw new AppError('rate-limited', 'SupportXMR wants fewer questions. Wait a little and try again.')
  }
  if (!response.ok) throw failed(`SupportXMR answered with status ${response.status}`)
  if (text === undefined) throw failed(`SupportXMR answered with more than ${maxBytes / 1e6} MB`)
  if (text.trim() === '') throw failed('SupportXMR answered with nothing')
  try {
    return answer.parse(JSON.parse(text))
  } catch {
    throw failed('SupportXMR answered with something other than a JSON object')
  }
}

const failed = (what: string): AppError => new AppError('upstream-failed', `${what}. Try again later.`)
