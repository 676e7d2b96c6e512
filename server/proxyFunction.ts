/** Proxies a call of an edge function to Deno. Request and answer are streamed. */
import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as call,
  type ServerResponse,
} from 'node:http'
import { AppError } from '../contract/errors.ts'
import { answerError } from './answer.ts'
import { discardRest } from './discardRest.ts'

/**
 * In bytes. Larger than the contract's limit for tools, so that callers normally see the function's own
 * refusal.
 */
export const bodyLimit = 12_000_000

const agent = new Agent({ keepAlive: true })
const connectionHeaders = [
  // The gateway gives another one.
  'authorization',
  'connection',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
  'cookie',
]

interface Target {
  /** undefined if the functions are not running. */
  readonly port: number | undefined
  /** Path and query, starting with the function's name. */
  readonly path: string
  readonly authorization: string | undefined
}

/**
 * If the client disconnects, the function's request is aborted. A body over the limit is refused while it
 * arrives.
 */
export function proxyFunction(request: IncomingMessage, response: ServerResponse, target: Target): void {
  const { port, path, authorization } = target
  if (port === undefined) return refuse(request, response, new AppError('backend-unreachable'))
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) {
    return refuse(request, response, new AppError('request-too-large'))
  }
  const upstream = call({
    agent,
    host: '127.0.0.1',
    port,
    method: request.method,
    path,
    headers: {
      ...without(request.headers, connectionHeaders),
      host: `127.0.0.1:${port}`,
      ...(authorization === undefined ? {} : { authorization }),
    },
  })
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, appHeaders(answer.headers))
    response.flushHeaders()
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  upstream.on('error', () => refuse(request, response, new AppError('backend-unreachable')))
  response.on('close', () => upstream.destroy())
  let received = 0
  request.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (received <= bodyLimit || upstream.destroyed) return
    upstream.destroy()
    refuse(request, response, new AppError('request-too-large'))
  })
  request.pipe(upstream)
}

function refuse(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  if (response.writableEnded) return
  if (response.headersSent) {
    response.destroy()
    return
  }
  answerError(response, error)
  discardRest(request)
}

/**
 * Removes CORS headers: the page has the same origin, and no other origin may call, whatever a function
 * allows.
 */
function appHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const foreign = Object.keys(headers).filter((name) => name.startsWith('access-control-'))
  return without(headers, [...foreign, 'connection', 'keep-alive'])
}

const without = (headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
