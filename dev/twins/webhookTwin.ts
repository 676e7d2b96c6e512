/** A subscriber of webhooks for tests: one loopback server that keeps what it is sent, and answers as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface ReceivedWebhook {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** The raw body. */
  readonly body: string
}

/** A status, or what is worse. */
type WebhookBehaviour = number | 'hangs' | 'resets' | 'redirects'

export interface WebhookTwin {
  readonly url: string
  /** Value of WEBHOOK_ALLOW_HOSTS. */
  readonly hostPort: string
  /** Oldest first. */
  readonly received: readonly ReceivedWebhook[]
  /** Sets a path's answer from now on; the default is 200. */
  behave(path: string, behaviour: WebhookBehaviour): void
  stop(): Promise<void>
}

export async function startWebhookTwin(): Promise<WebhookTwin> {
  const received: ReceivedWebhook[] = []
  const behaviours = new Map<string, WebhookBehaviour>()
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    received.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() })
    const behaviour = behaviours.get(path) ?? 200
    if (behaviour === 'hangs') return
    if (behaviour === 'resets') return void response.destroy()
    if (behaviour === 'redirects') return void response.writeHead(307, { location: '/elsewhere' }).end()
    response.writeHead(behaviour).end('thanks')
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The twin has no port.')
  const hostPort = `127.0.0.1:${address.port}`
  return {
    url: `http://${hostPort}`,
    hostPort,
    received,
    behave: (path, behaviour) => void behaviours.set(path, behaviour),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
