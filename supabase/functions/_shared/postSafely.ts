/** Sends a text to a stranger's address, without letting it reach anything but the public internet. */
import { AppError } from '../../../contract/errors.ts'
import type { Sent } from './requestAddress.ts'
import { checkedAddresses, orAborted, readUrl, reasonOf, requestFirst } from './safeFetch.ts'

const maxMilliseconds = 5000

interface PostOptions {
  readonly signal: AbortSignal
  /** host:port pairs that may lie on this machine. Empty but for tests. */
  readonly allowHosts: readonly string[]
}

/**
 * The status that came; what came with it is not read, and redirects are not followed.
 * Throws `address-refused`, `upstream-failed`, or after 5 s `tool-timed-out`; the signal's reason when aborted.
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
