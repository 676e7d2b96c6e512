/** Sends one HTTP request to an IP address that was checked, without another DNS lookup. */
import { Buffer } from 'node:buffer'
import http from 'node:http'
import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import ipaddr from 'ipaddr.js'

/** Headers and body of the request. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>
  /** With a body the request is a POST, otherwise a GET. */
  readonly body?: string
}

/**
 * Connects to `address` only. Host header, SNI and certificate check use the URL's name. Redirects are not
 * followed.
 *
 * @returns The response with its body unread.
 * @throws Node's error, or the signal's reason if aborted.
 */
export function requestAddress(
  url: URL,
  address: string,
  signal: AbortSignal,
  { headers, body }: Sent = { headers: {} },
): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  const name = url.hostname.replace(/\.$/, '')
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(
      {
        // An IP address instead of the name: a second lookup could give another address (DNS rebinding).
        hostname: address,
        port: url.port || (secure ? 443 : 80),
        path: url.pathname + url.search,
        agent: false,
        headers: {
          host: url.host,
          'user-agent': 'Mozilla/5.0 (compatible; ElizaWorkbench)',
          accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,text/*;q=0.8,*/*;q=0.5',
          'accept-encoding': 'gzip',
          ...headers,
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
        method: body === undefined ? 'GET' : 'POST',
        ...(secure && !ipaddr.isValid(name) && !name.startsWith('[') ? { servername: name } : {}),
      },
      resolve,
    )
    const abort = (): void => {
      request.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    request.on('close', () => signal.removeEventListener('abort', abort))
    request.on('error', reject)
    if (signal.aborted) abort()
    else request.end(body)
  })
}
