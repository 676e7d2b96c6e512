/** Lets a refused request finish sending, since who is cut off while sending never reads the answer. */
import type { IncomingMessage } from 'node:http'

const patience = 5000

/** Takes in and drops what is still coming, for at most 5 s; then the connection is cut. */
export function discardRest(request: IncomingMessage): void {
  if (request.complete) return
  request.resume()
  const cut = setTimeout(() => request.destroy(), patience)
  request.once('close', () => clearTimeout(cut))
}
