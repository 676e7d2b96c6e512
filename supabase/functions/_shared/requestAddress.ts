/** One request to one address that was checked: the connection's last step, which asks no name server any more. */
import { Buffer } from 'node:buffer'
import http from 'node:http'
import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import ipaddr from 'ipaddr.js'

/** What is sent with it. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>
  /** With one it is a POST. */
  readonly body?: string
}

/**
 * The answer's head, its body unread; redirects are not followed. The socket goes to `address` alone, while Host
 * header, SNI and certificate are those of the URL. Rejects with Node's error, or the signal's reason.
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
        // An address in place of a name: there is no look-up whose answer could change after the check.
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
