/**
 * The `fetch` for endpoints that users enter: it validates the address (SSRF protection) before it connects.
 */
import type { IncomingMessage } from 'node:http'
import { AppError } from '../../../../contract/errors.ts'
import { checkedAddresses, orAborted, readUrl, reasonOf, requestFirst } from '../safeFetch.ts'
import { distrust } from './fetchFromProvider.ts'
import { readReach } from './readOwnTier.ts'
import { TierFault } from './TierFault.ts'

/** Response headers that a provider's library reads. All others are dropped. */
const passedOn = ['content-type', 'retry-after', 'retry-after-ms']

/**
 * GETs, or POSTs a text body. The name is resolved once, and the connection goes to the address that was
 * checked: a second lookup could give another one (DNS rebinding).
 *
 * @throws TierFault if the endpoint fails, redirects or answers with a web page. The signal's reason if
 *   aborted.
 */
export async function fetchFromEndpoint(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const { body } = init
  if (body !== undefined && body !== null && typeof body !== 'string')
    throw new TypeError('The body is no text.')
  const address = input instanceof Request ? input.url : String(input)
  const signal = init.signal ?? new AbortController().signal
  const headers = {
    accept: '*/*',
    ...Object.fromEntries(new Headers(init.headers)),
    'accept-encoding': 'identity',
  }
  try {
    const url = readUrl(address)
    const allowsPrivate = readReach() === 'anywhere'
    const addresses = await orAborted(checkedAddresses(url, { allowsPrivate }), signal)
    const sent = typeof body === 'string' ? { headers, body } : { headers }
    return await distrust(toResponse(await requestFirst(url, addresses, signal, sent)), signal)
  } catch (fault) {
    signal.throwIfAborted()
    throw toFault(fault)
  }
}

function toResponse(message: IncomingMessage): Response {
  const { statusCode: status = 0, headers } = message
  if (status < 200 || (status >= 300 && status < 400)) {
    message.destroy()
    throw new TierFault(
      'request-refused',
      `answered with a redirect (status ${status}), which is not followed: enter the address it redirects to`,
    )
  }
  if (status === 404 && !/json/i.test(headers['content-type'] ?? '')) {
    message.destroy()
    throw new TierFault(
      'request-refused',
      'has nothing at this address (status 404): most API addresses end in /v1',
    )
  }
  const kept = passedOn.flatMap((name): [string, string][] => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value]] : []
  })
  const isEmpty = status === 204 || status === 205
  if (isEmpty) message.destroy()
  return new Response(isEmpty ? null : toStream(message), { status, headers: kept })
}

function toStream(message: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks: AsyncIterator<Uint8Array<ArrayBuffer>> = message[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void message.destroy(),
  })
}

function toFault(fault: unknown): unknown {
  if (fault instanceof TierFault) return fault
  if (fault instanceof AppError) {
    return new TierFault('unreachable', `was not called: ${fault.message.replace(/\.$/, '')}${wayOut(fault)}`)
  }
  const isRefused =
    typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'ECONNREFUSED'
  const why = isRefused
    ? ': nothing listens at its address. Is Ollama, or the server you use, running?'
    : reasonOf(fault)
  return new TierFault('unreachable', `cannot be reached${why}`)
}

const wayOut = ({ code }: AppError): string =>
  code === 'address-refused' && readReach() === 'public'
    ? '. This server is shared with other people, so it calls public addresses only'
    : ''
