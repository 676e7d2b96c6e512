/**
 * Test helper: a proxy between a test's tab and the real backend. It can cut the connection and fake
 * functions.
 */
import { createServer, request as sendRequest, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Line {
  readonly url: string
  /** `answers-lost`: requests arrive, but no answer comes back. */
  state: 'up' | 'down' | 'answers-lost'
  /** The backend at the other end. */
  target: string
  /** Answers function calls instead of the backend. */
  functions: RequestListener | null
  /** Method and path of requests that reached the backend. */
  readonly seen: string[]
  readonly close: () => Promise<void>
}

export async function openLine(target: string): Promise<Line> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (line.state === 'down') {
      request.socket.destroy()
      return
    }
    if (line.functions !== null && path.startsWith('/functions/')) {
      line.functions(request, response)
      return
    }
    line.seen.push(`${request.method} ${path.split('?')[0]}`)
    forward(line.target, request, (answer) => {
      if (line.state !== 'up') {
        request.socket.destroy()
        return
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const line: Line = {
    url: `http://127.0.0.1:${port}`,
    state: 'up',
    target,
    functions: null,
    seen: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return line
}

/** The backend accepts only its own host name and its own page's origin. */
function forward(
  target: string,
  request: IncomingMessage,
  onAnswer: (answer: IncomingMessage) => void,
): void {
  const { host } = new URL(target)
  const headers = { ...request.headers, host, origin: target, 'sec-fetch-site': 'same-origin' }
  const onward = sendRequest(
    new URL(request.url ?? '/', target),
    { method: request.method, headers },
    onAnswer,
  )
  onward.on('error', () => request.socket.destroy())
  request.pipe(onward)
}
