/**
 * Routes the requests of the app's origin: auth and rest to lite, function calls to Deno, the rest to the
 * site.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { localSessionPath } from '../contract/edgeApi.ts'
import { redactSecrets } from '../contract/redactSecrets.ts'
import { AppError } from '../contract/errors.ts'
import { answerError, answerJson, answerText } from './answer.ts'
import { answerWithLite } from './answerWithLite.ts'
import type { FunctionsHost } from './createFunctionsHost.ts'
import { isLocalVisitor, isOwnPage, type LocalSessions } from './createLocalSessions.ts'
import { createTokenSigner } from './createTokenSigner.ts'
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
  /** null if automatic sign-in is off. */
  readonly localSessions: LocalSessions | null
  readonly site: Handler
  readonly log: (line: string) => void
}

/** An error of the gateway itself is logged and answered with 500. Other requests are not affected. */
export function createGateway(options: GatewayOptions): Handler {
  const { lite, functions, keys, origin, localSessions, site, log } = options
  const signer = createTokenSigner(keys.jwtSecret)

  async function answerLocalSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return answerError(response, new AppError('method-not-allowed'))
    if (localSessions === null || !isLocalVisitor(request) || !isOwnPage(request)) {
      const sentence = 'Automatic sign-in works only for the app itself, opened on the machine it runs on.'
      return answerError(response, new AppError('access-denied', sentence))
    }
    answerJson(response, 200, await localSessions.open())
  }

  async function answerFunction(request: IncomingMessage, response: ServerResponse, path: string) {
    const [port, authorization] = await Promise.all([
      functions.port(),
      signer.authorize(request.headers.authorization),
    ])
    proxyFunction(request, response, { port, path, authorization })
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/'
    const [path = '/'] = url.split('?')
    if (path === localSessionPath) return answerLocalSession(request, response)
    if (isUnder(path, '/auth/v1') || isUnder(path, '/rest/v1')) {
      return answerWithLite(lite, origin, request, response)
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

const functionsPath = '/functions/v1'
const isUnder = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)
