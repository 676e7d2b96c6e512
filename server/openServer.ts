/** The one port of the app: open before anything else is ready, it answers what may be asked of it and gives way to the rest. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BackendMeta, type Health, healthPath } from '../contract/edgeApi.ts'
import { answerJson, answerText } from './answer.ts'
import { createHostAllowList } from './createHostAllowList.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** What a site is made from. */
export interface SiteContext {
  readonly server: Server
  /** What the page is told of the backend it came with; absent when the backend is elsewhere. */
  readonly meta?: (request: IncomingMessage) => BackendMeta
}

interface ServerOptions {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  readonly allowedHosts?: readonly string[] | undefined
  /** By the path that is asked for. */
  readonly headers: (path: string) => Readonly<Record<string, string>>
  readonly health: () => Health
}

export interface OpenServer {
  readonly port: number
  /** For a browser on this machine. */
  readonly url: string
  readonly server: Server
  /** What answers from now on. Until it is given, everything but /health is told to come back later. */
  readonly handle: (handler: Handler) => void
  /** Ends all connections, those with a request under way too. */
  readonly close: () => Promise<void>
}

/** Rejects with a sentence for people when the port is taken. */
export async function openServer(options: ServerOptions): Promise<OpenServer> {
  const { host, headers, health } = options
  let handler: Handler = answerStarting
  let isAllowedHost: (header: string | undefined) => boolean = () => false
  const server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    for (const [name, value] of Object.entries(headers(path))) response.setHeader(name, value)
    if (!isAllowedHost(request.headers.host)) {
      answerText(
        response,
        421,
        `This server is not known as ${JSON.stringify(request.headers.host ?? '')}. If that name is yours, add it to ALLOWED_HOSTS.`,
      )
    } else if (path === healthPath) {
      const state = health()
      answerJson(response, state.status === 'ready' ? 200 : 503, state)
    } else {
      handler(request, response)
    }
  })
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  isAllowedHost = createHostAllowList({ ...options, port })
  return {
    port,
    url: `http://${reachableHost(host)}:${port}`,
    server,
    handle: (next) => {
      handler = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(refusal(error, host, port), { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. End that one, or choose another port: PORT=${port + 1} npm start`
  }
  if (error.code === 'EACCES') return `Port ${port} may not be opened by this user. Choose one above 1023.`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `HOST=${host} is no address of this machine. 127.0.0.1 and 0.0.0.0 always are.`
  }
  return `Port ${port} on ${host} cannot be opened: ${error.message}`
}

/** An address to listen on need not be one to connect to. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function answerStarting(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Retry-After', '1')
  response.setHeader('Refresh', '1')
  answerText(response, 503, 'Eliza Workbench is starting. This page reloads by itself.')
}
