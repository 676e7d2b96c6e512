/** POSTs a text to an untrusted address, with SSRF protection: only the public internet is reachable. */
import { AppError } from '../../../contract/errors.ts'
import type { Sent } from './requestAddress.ts'
import { checkedAddresses, orAborted, readUrl, reasonOf, requestFirst } from './safeFetch.ts'

const maxMilliseconds = 5000

interface PostOptions {
  readonly signal: AbortSignal
  /** `host:port` pairs that may be on this machine. Empty except in tests. */
  readonly allowHosts: readonly string[]
}

/**
 * Does not follow redirects and does not read the body.
 *
 * @returns The HTTP status.
 * @throws AppError `address-refused`, `upstream-failed`, or `tool-timed-out` after 5 s. The signal's reason
 *   if aborted.
 */
export async function postSafely(
  address: string,
  post: Required<Sent>,
  options: PostOptions,
): Promise<number> {
  const deadline = AbortSignal.timeout(maxMilliseconds)
  const signal = AbortSignal.any([options.signal, deadline])
  const url = readUrl(address)
  try {
    const addresses = await orAborted(checkedAddresses(url, options), signal)
    const response = await requestFirst(url, addresses, signal, post)
    response.destroy()
    return response.statusCode ?? 0
  } catch (fault) {
    if (fault instanceof AppError || options.signal.aborted) throw fault
    if (deadline.aborted) {
      throw new AppError('tool-timed-out', `${url.host} did not answer within ${maxMilliseconds / 1000} s.`)
    }
    throw new AppError('upstream-failed', `${url.host} cannot be reached${reasonOf(fault)}.`)
  }
}
