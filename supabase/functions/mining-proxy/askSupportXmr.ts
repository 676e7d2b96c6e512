/** Sends one request to SupportXMR's API. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { readExactJson, type ExactJson } from '../../../lib/exactJson.ts'
import { parseJson } from '../../../lib/parseJson.ts'
import { readText } from '../_shared/readText.ts'

const maxBytes = 1_000_000
const maxMilliseconds = 10_000

interface XmrAnswer {
  /** With numbers as JavaScript holds them. */
  readonly values: Record<string, unknown>
  /** With all their digits. */
  readonly exact: Record<string, ExactJson>
}

const object = z.record(z.string(), z.unknown())

/**
 * Gets the JSON object at a path such as `/pool/stats`. SUPPORTXMR_API_URL overrides the address of the API.
 *
 * @throws AppError `upstream-failed`, `rate-limited`, or `tool-timed-out` after 10 s. The signal's reason if
 *   aborted.
 */
export async function askSupportXmr(path: string, signal: AbortSignal): Promise<XmrAnswer> {
  // A variable without a value in .env is an empty string.
  const base = Deno.env.get('SUPPORTXMR_API_URL') || 'https://supportxmr.com/api'
  const deadline = AbortSignal.timeout(maxMilliseconds)
  let response: Response
  let text: string | undefined
  try {
    response = await fetch(base.replace(/\/+$/, '') + path, {
      headers: { accept: 'application/json' },
      // A redirect could lead into the internal network (SSRF).
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
    throw new AppError('rate-limited', 'SupportXMR is rate limiting requests. Wait a minute and try again.')
  }
  if (!response.ok) throw failed(`SupportXMR answered with status ${response.status}`)
  if (text === undefined) throw failed(`SupportXMR answered with more than ${maxBytes / 1e6} MB`)
  if (text.trim() === '') throw failed('SupportXMR answered with nothing')
  const read = object.safeParse(parseJson(text))
  const exact = readExactJson(text)
  if (!read.success || !(exact instanceof Map))
    throw failed('SupportXMR answered with something other than a JSON object')
  return { values: read.data, exact: Object.fromEntries(exact) }
}

const failed = (what: string): AppError => new AppError('upstream-failed', `${what}. Try again later.`)
