/** Opens the app's port before the backend is ready, answers /health and checks the Host header. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BackendMeta, type Health, healthPath } from '../contract/edgeApi.ts'
import { AppError } from '../contract/errors.ts'
import { answerError, answerJson, answerText } from './answer.ts'
import { createHostAllowList } from './createHostAllowList.ts'
import { discardRest } from './discardRest.ts'
import { isLoopbackAddress } from './isLoopback.ts'

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
  const server = createServer(timeLimits, (request, response) => {
    const path = readPath(request.url ?? '/')
    for (const [name, value] of Object.entries(headers(path ?? '/'))) response.setHeader(name, value)
    if (path === undefined) {
      const sentence = 'This address is not written as a browser writes it. Write its path plainly.'
      answerError(response, new AppError('tool-input-invalid', sentence))
      discardRest(request)
    } else if (!isAllowedHost(request.headers.host)) {
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
  limitConnections(server)
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

/** In milliseconds. A body may take longer than its headers: recordings are sent over slow lines. */
const timeLimits = { headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: 5000 }
/** A browser opens 6 to one server. Programs of this machine, such as the functions, may have all. */
const connections = { most: 4000, mostOfPeer: 100 }

function limitConnections(server: Server): void {
  server.maxConnections = connections.most
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    const { remoteAddress: peer = '' } = socket
    if (isLoopbackAddress(peer)) return
    const count = (open.get(peer) ?? 0) + 1
    if (count > connections.mostOfPeer) {
      socket.destroy()
      return
    }
    open.set(peer, count)
    socket.once('close', () => {
      const left = (open.get(peer) ?? 1) - 1
      if (left === 0) open.delete(peer)
      else open.set(peer, left)
    })
  })
}

/**
 * The decoded path, by which headers are chosen: files are found by it, too. undefined if another program could read the
 * address in another way.
 */
function readPath(url: string): string | undefined {
  const [path = ''] = url.split(/[?#]/)
  try {
    const decoded = decodeURIComponent(path)
    const isPlain = /^\/(?!\/)/.test(decoded) && !/\\|\p{Cc}|\/\/|(^|\/)\.\.?(\/|$)/u.test(decoded)
    // An encoded slash or percent sign would be decoded again by some.
    return isPlain && !/%(2f|5c|25)/i.test(path) ? decoded : undefined
  } catch {
    return undefined
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
export function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function answerStarting(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Retry-After', '1')
  response.setHeader('Refresh', '1')
  answerText(response, 503, 'Eliza Workbench is starting. This page reloads automatically.')
}
