/** Drains a refused request: a client that is cut off while sending never reads the answer. */
import type { IncomingMessage } from 'node:http'

const patience = 5000

/** Reads and drops the rest of the body for at most 5 s, then closes the connection. */
export function discardRest(request: IncomingMessage): void {
  if (request.complete) return
  request.resume()
  const cut = setTimeout(() => request.destroy(), patience)
  request.once('close', () => clearTimeout(cut))
}
