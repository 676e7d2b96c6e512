/** The fetch of the endpoints that users name: like that of providers, and to addresses alone that a user may send us to. */
import type { IncomingMessage } from 'node:http'
import { AppError } from '../../../../contract/errors.ts'
import { checkedAddresses, orAborted, readUrl, reasonOf, requestFirst } from '../safeFetch.ts'
import { distrust } from './fetchFromProvider.ts'
import { readReach } from './readOwnTier.ts'
import { TierFault } from './TierFault.ts'

/** What a provider's library reads; other headers stay outside. */
const passedOn = ['content-type', 'retry-after', 'retry-after-ms']

/**
 * GETs, or POSTs a body of text. The name is looked up once and the connection made to the address that was checked. Rejects
 * with TierFault, also for redirects and web pages, or with the signal's reason.
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
      `leads elsewhere (status ${status}), which is not followed: enter the address that it leads to`,
    )
  }
  if (status === 404 && !/json/i.test(headers['content-type'] ?? '')) {
    message.destroy()
    throw new TierFault(
      'request-refused',
      'has nothing at this address (status 404): most addresses of this kind end in /v1',
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
    return new TierFault('unreachable', `is not asked: ${fault.message.replace(/\.$/, '')}${wayOut(fault)}`)
  }
  const isRefused =
    typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'ECONNREFUSED'
  const why = isRefused
    ? ': nothing listens at its address. Is Ollama, or what else serves it, running?'
    : reasonOf(fault)
  return new TierFault('unreachable', `cannot be reached${why}`)
}

const wayOut = ({ code }: AppError): string =>
  code === 'address-refused' && readReach() === 'public'
    ? '. This server asks public addresses only, since others may use it too'
    : ''
