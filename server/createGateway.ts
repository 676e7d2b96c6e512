/**
 * Routes the requests of the app's origin: auth and rest to lite, function calls to Deno, the rest to the
 * site.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { localKeyHeader, localSessionPath } from '../contract/edgeApi.ts'
import { redactSecrets } from '../contract/redactSecrets.ts'
import { AppError } from '../contract/errors.ts'
import { answerError, answerJson, answerText } from './answer.ts'
import { answerWithLite } from './answerWithLite.ts'
import { invitationCookie, type AuthDoor } from './createAuthDoor.ts'
import type { DailyCaps } from './createDailyCaps.ts'
import type { FunctionsHost } from './createFunctionsHost.ts'
import type { LocalKey } from './createLocalKey.ts'
import { isLocalVisitor, isOwnPage, type LocalSessions } from './createLocalSessions.ts'
import { createMemoryBudget } from './createMemoryBudget.ts'
import { createSessionCheck } from './createSessionCheck.ts'
import { createTokenSigner } from './createTokenSigner.ts'
import { invitationPath, type Invitations } from './invitations.ts'
import { discardRest } from './discardRest.ts'
import type { Keys } from './keys.ts'
import type { Lite } from './lite.ts'
import type { Handler } from './openServer.ts'
import { proxyFunction } from './proxyFunction.ts'

interface GatewayOptions {
  readonly lite: Lite
  readonly functions: FunctionsHost
  readonly keys: Keys
  /** The app's own address, by which functions reach it. */
  readonly origin: string
  /** null if this server serves others than the person at this machine. */
  readonly local: { readonly sessions: LocalSessions; readonly key: LocalKey } | null
  readonly authDoor: AuthDoor
  /** Identifies the sender of a request. */
  readonly peerOf: (request: IncomingMessage) => string
  readonly invitations: Invitations
  readonly caps: DailyCaps
  readonly site: Handler
  readonly log: (line: string) => void
}

/** An error of the gateway itself is logged and answered with 500. Other requests are not affected. */
export function createGateway(options: GatewayOptions): Handler {
  const { lite, functions, keys, origin, local, authDoor, peerOf, invitations, caps, site, log } = options
  const signer = createTokenSigner(keys.jwtSecret)
  const sessions = createSessionCheck(lite, keys, origin)
  const memory = createMemoryBudget(memoryBytes.all, memoryBytes.ofSender)

  async function answerLocalSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return answerError(response, new AppError('method-not-allowed'))
    if (local === null || !isLocalVisitor(request) || !isOwnPage(request)) {
      const sentence = 'Automatic sign-in works only for the app itself, opened on the machine it runs on.'
      return answerError(response, new AppError('access-denied', sentence))
    }
    if (!local.key.matches(request.headers[localKeyHeader])) {
      const sentence = 'Open the address that npm start printed. It signs you in.'
      return answerError(response, new AppError('access-denied', sentence))
    }
    answerJson(response, 200, await local.sessions.open())
  }

  async function answerFunction(request: IncomingMessage, response: ServerResponse, path: string) {
    const sender = await sessions.read(request.headers)
    if (sender.kind === 'ended') {
      answerError(response, new AppError('not-signed-in', 'This session was ended. Sign in again.'))
      return discardRest(request)
    }
    if (sender.kind === 'user' && request.method === 'POST') {
      try {
        caps.count(/^\/([^/?]*)/.exec(path)?.[1] ?? '')
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        answerError(response, error)
        return discardRest(request)
      }
    }
    const [port, authorization] = await Promise.all([
      functions.port(),
      signer.authorize(request.headers.authorization),
    ])
    proxyFunction(request, response, { port, path, authorization })
  }

  /** Keeps the invitation in a cookie that only sign-up gets, so that it stands in no address any more. */
  async function answerInvitation(response: ServerResponse, token: string): Promise<void> {
    if ((await invitations.read(token)) === undefined) {
      return answerText(response, 410, 'This invitation was used or has expired. Ask for another one.')
    }
    const attributes = 'Path=/auth/v1; Max-Age=3600; HttpOnly; SameSite=Strict'
    response.setHeader('set-cookie', `${invitationCookie}=${token}; ${attributes}`)
    response.setHeader('cache-control', 'no-store')
    response.writeHead(303, { location: '/' })
    response.end()
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/'
    const [path = '/'] = url.split('?')
    if (path === localSessionPath) return answerLocalSession(request, response)
    if (path.startsWith(invitationPath)) return answerInvitation(response, path.slice(invitationPath.length))
    if (isUnder(path, '/auth/v1') || isUnder(path, '/rest/v1')) {
      return answerWithLite({ lite, origin, authDoor, sessions, memory, peerOf }, request, response)
    }
    if (isUnder(path, functionsPath)) {
      return answerFunction(request, response, url.slice(functionsPath.length) || '/')
    }
    if (isUnder(path, '/realtime/v1') || isUnder(path, '/storage/v1')) {
      return answerText(response, 501, 'The embedded backend has neither realtime nor storage.')
    }
    site(request, response)
  }

  return (request, response) => {
    route(request, response).catch((error: unknown) => {
      log(`${request.method} ${request.url?.split('?')[0]} failed: ${redactSecrets(String(error))}`)
      if (response.headersSent) response.destroy()
      else answerJson(response, 500, { message: 'The backend failed. Its log says why.' })
    })
  }
}

/** For the bodies of all requests to the database: they wait in memory until it is their turn. */
const memoryBytes = { all: 48_000_000, ofSender: 16_000_000 }
const functionsPath = '/functions/v1'
const isUnder = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)
