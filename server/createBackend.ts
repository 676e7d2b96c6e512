/**
 * The embedded backend: one port, one database, one process for the functions. One process may have several.
 */
import { watch } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { endpointReachVariable } from '../contract/ai/aiEndpoint.ts'
import type { Health } from '../contract/edgeApi.ts'
import { answerText } from './answer.ts'
import { appVersion } from './appVersion.ts'
import { createAuthDoor, type SignUp } from './createAuthDoor.ts'
import { createDailyCaps, type DailyCapSettings } from './createDailyCaps.ts'
import { createFunctionsHost } from './createFunctionsHost.ts'
import { createGateway } from './createGateway.ts'
import { createLocalKey } from './createLocalKey.ts'
import { createLocalSessions, isLocalVisitor } from './createLocalSessions.ts'
import { createTokenSigner } from './createTokenSigner.ts'
import { databaseImage } from './databaseImage.ts'
import { lockDataDirectory } from './lockDataDirectory.ts'
import { functionsEnvironment } from './functionsEnvironment.ts'
import { createInvitation, invitationPath, openInvitations } from './invitations.ts'
import { servesThisMachineAlone } from './isLoopback.ts'
import { type Keys, loadKeys } from './keys.ts'
import { type Database, openDatabase } from './openDatabase.ts'
import { type Handler, openServer, type SiteContext } from './openServer.ts'
import { peerOf } from './peerOf.ts'
import { printable } from './printable.ts'
import { projectRoot } from './projectRoot.ts'
import { securityHeaders } from './securityHeaders.ts'

export interface BackendOptions {
  readonly dataDirectory: string
  /** Default 127.0.0.1. If it is not a loopback address, visitors must sign in with a password. */
  readonly host?: string
  /** 0 for any free port. */
  readonly port: number
  /** Additional names that are accepted in the Host header. With one, visitors must sign in with a password. */
  readonly allowedHosts?: readonly string[]
  /** Who may create an account. Default 'invited'. */
  readonly signUp?: SignUp
  /** Default: no limits. */
  readonly caps?: DailyCapSettings
  /** Time after which a request to the database is given up. In milliseconds, default 10 s. */
  readonly statementMs?: number
  /** Default supabase/functions. */
  readonly functionsFolder?: string
  /** For tests: a second folder of functions, relative to the project's root. */
  readonly extraFunctionsDirectory?: string | undefined
  /** Settings of the functions. They override this process's environment and supabase/functions/.env. */
  readonly functionsEnvironment?: Readonly<Record<string, string>>
  /** Origins from which the page may fetch packages, in addition to the CDN and PyPI. */
  readonly packageOrigins?: readonly string[]
  /** For development: functions restart when their code changes, and the page may have inline scripts. */
  readonly isDevelopment?: boolean
  /** Creates the handler of all other paths. Called as soon as the port is open. */
  readonly site?: (context: SiteContext) => Promise<Handler>
  readonly log?: (line: string) => void
}

export interface Backend {
  readonly url: string
  readonly port: number
  readonly publishableKey: string
  readonly secretKey: string
  /** The address that signs the person at this machine in; null if the server serves others, too. */
  readonly ownerAddress: string | null
  /** Makes a link by which one person can create an account. */
  readonly invite: () => Promise<string>
  readonly functionsPid: () => number | undefined
  /** Stops all parts in reverse order. Idempotent: a second call returns the same promise. */
  readonly stop: () => Promise<void>
}

/**
 * Starts the backend. Resolves when every part is ready. If a part fails, the others are stopped.
 *
 * @throws Error with a sentence for people, for instance if the port is taken or the data directory is in
 *   use.
 */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { dataDirectory, host = '127.0.0.1', allowedHosts = [], isDevelopment = false } = options
  const { extraFunctionsDirectory, packageOrigins, signUp = 'invited', statementMs } = options
  const { caps = { spendingCalls: 0, runs: 0 } } = options
  const log = (line: string) => options.log?.(printable(line))
  const isAlone = servesThisMachineAlone(host, allowedHosts)
  const state = {
    database: (): Health['database'] => 'starting',
    functions: (): Health['functions'] => 'starting',
    isReady: false,
  }
  const open = await openServer({
    ...options,
    host,
    headers: (path) => securityHeaders(path, { isDevelopment, packageOrigins }),
    health: () => {
      const [database, functions] = [state.database(), state.functions()]
      const isReady = state.isReady && database === 'ready' && functions === 'ready'
      return { status: isReady ? 'ready' : 'starting', version: appVersion, database, functions }
    },
  })
  const undo: (() => unknown)[] = []
  const stop = once(async () => {
    // The port closes first, so that no request reaches a part that has stopped.
    await open.close()
    for (const step of undo.toReversed()) await step()
  })

  try {
    undo.push(lockDataDirectory(dataDirectory))
    const keys = loadKeys(dataDirectory)
    const localKey = isAlone ? createLocalKey() : null
    const invitations = openInvitations(dataDirectory, keys)

    const startDatabase = async (): Promise<Database> => {
      log('Starting the database')
      const database = await openDatabase({
        directory: join(dataDirectory, 'pg'),
        image: () => databaseImage(log),
        keys,
        siteUrl: open.url,
        log,
        statementMs,
      })
      undo.push(database.close)
      state.database = database.state
      return database
    }
    const startFunctions = async () => {
      log('Starting the edge functions')
      const functions = await createFunctionsHost({
        folders: [
          options.functionsFolder ?? join(projectRoot, 'supabase/functions'),
          ...(extraFunctionsDirectory === undefined ? [] : [join(projectRoot, extraFunctionsDirectory)]),
        ],
        environment: environmentOf(options, isAlone, keys, open.url),
        log,
      })
      undo.push(functions.stop)
      state.functions = functions.state
      if (isDevelopment) undo.push(onCodeChange(functions.restart))
      return functions
    }
    const startSite = () =>
      options.site?.({
        server: open.server,
        meta: (request) => ({
          publishableKey: keys.publishable,
          localSignIn: isAlone && isLocalVisitor(request),
        }),
      }) ?? Promise.resolve(answerNothing)

    const started = await Promise.allSettled([startDatabase(), startFunctions(), startSite()])
    const [lite, functions, site] = started
    if (lite.status === 'rejected') throw lite.reason
    if (functions.status === 'rejected') throw functions.reason
    if (site.status === 'rejected') throw site.reason
    const local = localKey && { key: localKey, sessions: createLocalSessions(lite.value, keys, open.url) }
    undo.push(() => local?.sessions.dispose())
    const identify = (request: IncomingMessage) => peerOf(request, allowedHosts.length > 0)
    open.handle(
      createGateway({
        lite: lite.value,
        functions: functions.value,
        site: site.value,
        keys,
        origin: open.url,
        local,
        authDoor: createAuthDoor({ signUp, invitations, peerOf: identify, isAlone }),
        peerOf: identify,
        invitations,
        caps: createDailyCaps(dataDirectory, caps),
        log,
      }),
    )
    state.isReady = true
    return {
      url: open.url,
      port: open.port,
      publishableKey: keys.publishable,
      secretKey: keys.secret,
      ownerAddress: localKey?.address(open.url) ?? null,
      invite: async () => `${open.url}${invitationPath}${await createInvitation(keys)}`,
      functionsPid: functions.value.pid,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function environmentOf(options: BackendOptions, isAlone: boolean, keys: Keys, url: string) {
  const { functionsEnvironment: own } = options
  return {
    ...(isAlone ? { [endpointReachVariable]: '1' } : {}),
    ...functionsEnvironment(process.env),
    ...own,
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
    // Only for _shared/ai/readOwnTier.ts, whose database function requires it.
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
    SUPABASE_ANON_KEY: keys.publishable,
    SUPABASE_JWKS: createTokenSigner(keys.jwtSecret).jwks,
  }
}

/**
 * Watches the functions' code, debounced: editors write a file in several steps.
 *
 * @returns The function that stops it.
 */
function onCodeChange(act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watchers = ['supabase/functions', 'contract'].map((folder) =>
    watch(join(projectRoot, folder), { recursive: true }, (_event, file) => {
      if (!/\.(ts|json|env)$/.test(file ?? '')) return
      clearTimeout(timer)
      timer = setTimeout(act, 100)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

const answerNothing: Handler = (_request, response) => answerText(response, 404, 'Not found.')

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
