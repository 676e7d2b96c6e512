/** Edge functions with settings of their own before the shared backend: a function process and a gateway, but no second database. */
import { join } from 'node:path'
import { endpointReachVariable } from '../../contract/ai/aiEndpoint.ts'
import { createFunctionsHost } from '../../server/createFunctionsHost.ts'
import { createGateway } from '../../server/createGateway.ts'
import { createTokenSigner } from '../../server/createTokenSigner.ts'
import { loadKeys } from '../../server/keys.ts'
import { openServer } from '../../server/openServer.ts'
import { projectRoot } from '../../server/projectRoot.ts'
import { answerText } from '../../server/answer.ts'
import { sharedBackend } from './sharedBackend.ts'
import { signUpTestUser, type TestUser } from './signUpTestUser.ts'

interface OwnFunctionsOptions {
  /** All that the functions see, beside what a backend tells them. */
  readonly environment?: Readonly<Record<string, string>>
  /** A second folder of functions, from the project's root. */
  readonly extraFunctionsDirectory?: string
  readonly log?: (line: string) => void
}

export interface OwnFunctions {
  /** Its functions are its own; rows and sign-in are the shared backend's. */
  readonly url: string
  readonly port: number
  readonly publishableKey: string
  readonly secretKey: string
  readonly dataDirectory: string
  readonly signUp: () => Promise<TestUser>
  /** The functions' process of the moment. */
  readonly functionsPid: () => number | undefined
  readonly stop: () => Promise<void>
}

export async function startOwnFunctions(options: OwnFunctionsOptions = {}): Promise<OwnFunctions> {
  const { environment = {}, extraFunctionsDirectory, log = () => {} } = options
  const keys = loadKeys(sharedBackend.dataDirectory)
  const open = await openServer({
    host: '127.0.0.1',
    port: 0,
    headers: () => ({}),
    health: () => ({ status: 'ready', version: 'test', database: 'ready', functions: 'ready' }),
  })
  const folders = ['supabase/functions', ...(extraFunctionsDirectory ? [extraFunctionsDirectory] : [])]
  const functions = await createFunctionsHost({
    folders: folders.map((folder) => join(projectRoot, folder)),
    environment: {
      [endpointReachVariable]: '1',
      ...environment,
      SUPABASE_URL: open.url,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
      SUPABASE_ANON_KEY: keys.publishable,
      SUPABASE_JWKS: createTokenSigner(keys.jwtSecret).jwks,
    },
    log,
  })
  open.handle(
    createGateway({
      lite: { fetch: askShared, close: () => Promise.resolve() },
      functions,
      keys,
      origin: open.url,
      local: null,
      authDoor: { pass: ({ body }, answer) => answer(Object(body)) },
      peerOf: () => '',
      invitations: { read: () => Promise.resolve(undefined), use: () => Promise.resolve(false) },
      caps: { count: () => {} },
      site: (_request, response) => answerText(response, 404, 'There is nothing here.'),
      log,
    }),
  )
  return {
    url: open.url,
    port: open.port,
    publishableKey: keys.publishable,
    secretKey: keys.secret,
    dataDirectory: sharedBackend.dataDirectory,
    signUp: () => signUpTestUser(sharedBackend),
    functionsPid: functions.pid,
    stop: async () => {
      await open.close()
      await functions.stop()
    },
  }
}

/** Hop-by-hop headers: they belong to one connection. */
const ofTheConnection = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding']

async function askShared(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const headers = new Headers(request.headers)
  for (const name of ofTheConnection) headers.delete(name)
  const answer = await fetch(new URL(pathname + search, sharedBackend.url), {
    method: request.method,
    headers,
    body: request.body === null ? null : await request.arrayBuffer(),
  })
  const body = await answer.arrayBuffer()
  const told = new Headers(answer.headers)
  for (const name of ofTheConnection) told.delete(name)
  const isEmpty = answer.status === 204 || answer.status === 304
  return new Response(isEmpty ? null : body, { status: answer.status, headers: told })
}
