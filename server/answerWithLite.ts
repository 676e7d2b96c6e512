/** Converts Node's request for lite, and lite's answer back. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseJson } from '../lib/parseJson.ts'
import { answerJson } from './answer.ts'
import type { AuthDoor } from './createAuthDoor.ts'
import type { MemoryBudget } from './createMemoryBudget.ts'
import type { SessionCheck, Sender } from './createSessionCheck.ts'
import { discardRest } from './discardRest.ts'
import type { Lite } from './lite.ts'
import { readBearer } from './readBearer.ts'
import { bodyLimit } from './proxyFunction.ts'

/** In bytes: what a stranger may have the server keep in memory, and more than any sign-in needs. */
const strangerLimit = 64_000

interface LiteOptions {
  readonly lite: Lite
  /** The app's own address. */
  readonly origin: string
  readonly authDoor: AuthDoor
  readonly sessions: SessionCheck
  readonly memory: MemoryBudget
  /** Identifies the sender of a request without a session. */
  readonly peerOf: (request: IncomingMessage) => string
}

/** Reads the body first: lite answers one request at a time, and must not wait for a slow sender. */
export async function answerWithLite(
  { lite, origin, authDoor, sessions, memory, peerOf }: LiteOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers, socket } = request
  const url = new URL(request.url ?? '/', origin)
  const isAuth = url.pathname.startsWith('/auth/')
  const sender = await sessions.read(headers)
  if (sender.kind === 'ended') return refuseEnded(request, response)
  const limit = isAuth || !isKnown(sender) ? strangerLimit : bodyLimit
  const lane = laneOf(sender) ?? peerOf(request)
  const share: Share = {
    take: (bytes) => memory.take(lane, bytes),
    release: (bytes) => memory.release(lane, bytes),
  }
  const body = await readBody(request, limit, share)
  if (typeof body === 'string') return refuseBody(request, response, body, limit)
  try {
    const ask = (sent: Uint8Array<ArrayBuffer> | string) =>
      lite.fetch(
        new Request(url, {
          method,
          headers: webHeaders(request, isAuth),
          ...(method === 'GET' || method === 'HEAD' ? {} : { body: sent }),
        }),
        socket.remoteAddress ?? null,
        lane,
      )
    const email = sender.kind === 'user' ? sender.email : undefined
    const parsed = isAuth ? parseJson(new TextDecoder().decode(body)) : undefined
    const answer = isAuth
      ? await authDoor.pass({ request, url, method, body: parsed, email }, (sent) =>
          ask(JSON.stringify(sent)),
        )
      : await ask(body)
    // A sign-out, a changed password or a stolen refresh token ends sessions. Signing in does not.
    if (isAuth && method !== 'GET' && !(url.pathname === '/auth/v1/token' && answer.ok)) sessions.forget()
    for (const [name, value] of answer.headers) {
      if (!name.startsWith('access-control-')) response.setHeader(name, value)
    }
    response.setHeader('cache-control', 'no-store')
    response.writeHead(answer.status)
    response.end(Buffer.from(await answer.arrayBuffer()))
  } finally {
    share.release(body.length)
  }
}

/** One sender's part of the memory budget. */
interface Share {
  readonly take: (bytes: number) => boolean
  readonly release: (bytes: number) => void
}

/** The functions ask with the secret key, for all users, and must not wait behind strangers. */
const laneOf = (sender: Sender): string | undefined =>
  sender.kind === 'user' ? sender.userId : sender.kind === 'secret' ? 'functions' : undefined

const isKnown = ({ kind }: Sender) => kind === 'user' || kind === 'secret'

function webHeaders(request: IncomingMessage, isAuth: boolean): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one)
  }
  const token = readBearer(request.headers.authorization)
  if (token === undefined) headers.delete('authorization')
  else headers.set('authorization', `Bearer ${token}`)
  if (isAuth) headers.set('content-type', 'application/json')
  return headers
}

/** In a shape that clients of PostgREST and of Supabase Auth both read. */
function refuseEnded(request: IncomingMessage, response: ServerResponse): void {
  const message = 'This session was ended. Sign in again.'
  answerJson(response, 401, {
    code: 'session_not_found',
    error_code: 'session_not_found',
    message,
    msg: message,
    details: null,
    hint: null,
  })
  discardRest(request)
}

function refuseBody(
  request: IncomingMessage,
  response: ServerResponse,
  reason: 'too-large' | 'no-room',
  limit: number,
): void {
  if (reason === 'no-room') response.setHeader('retry-after', '1')
  const isTooLarge = reason === 'too-large'
  const allowed = limit === bodyLimit ? `${limit / 1e6} MB` : `${limit / 1000} kB without a session`
  answerJson(response, isTooLarge ? 413 : 503, {
    code: isTooLarge ? 'request-too-large' : '53200',
    message: isTooLarge
      ? `A request may have at most ${allowed}. Send less, or in parts.`
      : 'The server has no room for this request now. Try again in a moment.',
    details: null,
    hint: null,
  })
  discardRest(request)
}

/** The caller releases the memory of the body that it gets. */
async function readBody(
  request: IncomingMessage,
  limit: number,
  memory: Share,
): Promise<Buffer<ArrayBuffer> | 'too-large' | 'no-room'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return 'too-large'
  const chunks: Buffer[] = []
  let size = 0
  let refusal: 'too-large' | 'no-room' | undefined
  try {
    // Leaving the loop must not destroy the connection: the refusal still has to be sent over it.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (size + chunk.length > limit) refusal = 'too-large'
      else if (!memory.take(chunk.length)) refusal = 'no-room'
      if (refusal !== undefined) break
      size += chunk.length
      chunks.push(chunk)
    }
  } catch (error) {
    memory.release(size)
    throw error
  }
  if (refusal === undefined) return Buffer.concat(chunks)
  memory.release(size)
  return refusal
}
