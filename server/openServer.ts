/** Opens the app's port before the backend is ready, answers /health and checks the Host header. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BackendMeta, type Health, healthPath } from '../contract/edgeApi.ts'
import { answerJson, answerText } from './answer.ts'
import { createHostAllowList } from './createHostAllowList.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Input for creating the site's handler. */
export interface SiteContext {
  readonly server: Server
  /** Describes the backend to the page. Absent if the backend is elsewhere. */
  readonly meta?: (request: IncomingMessage) => BackendMeta
}

interface ServerOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly allowedHosts?: readonly string[] | undefined
  /** Headers for the requested path. */
  readonly headers: (path: string) => Readonly<Record<string, string>>
  readonly health: () => Health
}

export interface OpenServer {
  readonly port: number
  /** Address for a browser on this machine. */
  readonly url: string
  readonly server: Server
  /** Sets the handler. Until then, every path except /health is answered with 503 and Retry-After. */
  readonly handle: (handler: Handler) => void
  /** Closes the port and all connections, including those with a request in progress. */
  readonly close: () => Promise<void>
}

/** @throws Error with a sentence for people if the port cannot be opened. */
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
        `This server does not answer to the name ${JSON.stringify(request.headers.host ?? '')}. If the name is yours, add it to ALLOWED_HOSTS.`,
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
    return `Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`
  }
  if (error.code === 'EACCES') return `This user may not open port ${port}. Choose a port above 1023.`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `HOST=${host} is not an address of this machine. Use 127.0.0.1 or 0.0.0.0.`
  }
  return `Port ${port} on ${host} cannot be opened: ${error.message}`
}

/** A wildcard address can be listened on, but not connected to. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function answerStarting(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Retry-After', '1')
  response.setHeader('Refresh', '1')
  answerText(response, 503, 'Eliza Workbench is starting. This page reloads automatically.')
}
