/** A line between a test's tab and the real backend that can be cut, and on which a function can be played. */
import { createServer, request as sendRequest, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Line {
  readonly url: string
  /** 'answers-lost': requests arrive, but no answer comes back. */
  state: 'up' | 'down' | 'answers-lost'
  /** The backend at the other end. */
  target: string
  /** Answers calls of functions in the backend's place. */
  functions: RequestListener | null
  /** Method and path of what reached the backend. */
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

/** The backend checks that it is spoken to by its own name, and by its own page. */
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
