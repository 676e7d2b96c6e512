/**
 * The embedded backend: one port, one database, one process for the functions. One process may have several.
 */
import { watch } from 'node:fs'
import { join } from 'node:path'
import { endpointReachVariable } from '../contract/ai/aiEndpoint.ts'
import type { Health } from '../contract/edgeApi.ts'
import { answerText } from './answer.ts'
import { appVersion } from './appVersion.ts'
import { createFunctionsHost } from './createFunctionsHost.ts'
import { createGateway } from './createGateway.ts'
import { createLocalSessions, isLocalVisitor } from './createLocalSessions.ts'
import { createTokenSigner } from './createTokenSigner.ts'
import { databaseImage } from './databaseImage.ts'
import { lockDataDirectory } from './lockDataDirectory.ts'
import { functionsEnvironment } from './functionsEnvironment.ts'
import { isLoopbackHost } from './isLoopback.ts'
import { type Keys, loadKeys } from './keys.ts'
import { startLite } from './lite.ts'
import { type Handler, openServer, type SiteContext } from './openServer.ts'
import { projectRoot } from './projectRoot.ts'
import { securityHeaders } from './securityHeaders.ts'

export interface BackendOptions {
  readonly dataDirectory: string
  /** Default 127.0.0.1. If it is not a loopback address, visitors must sign in. */
  readonly host?: string
  /** 0 for any free port. */
  readonly port: number
  /** Additional names that are accepted in the Host header. */
  readonly allowedHosts?: readonly string[]
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
  const { dataDirectory, host = '127.0.0.1', isDevelopment = false, log = () => {} } = options
  const { extraFunctionsDirectory, packageOrigins } = options
  const state: { database: Health['database']; functions: () => Health['functions']; isReady: boolean } = {
    database: 'starting',
    functions: () => 'starting',
    isReady: false,
  }
  const open = await openServer({
    ...options,
    host,
    headers: (path) => securityHeaders(path, { isDevelopment, packageOrigins }),
    health: () => {
      const functions = state.functions()
      const status = state.isReady && functions === 'ready' ? 'ready' : 'starting'
      return { status, version: appVersion, database: state.database, functions }
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
    const allowsLocalSession = isLoopbackHost(host)

    const startDatabase = async () => {
      log('Starting the database')
      const lite = await startLite({
        directory: join(dataDirectory, 'pg'),
        image: () => databaseImage(log),
        keys,
        siteUrl: open.url,
        log,
      })
      undo.push(lite.close)
      state.database = 'ready'
      return lite
    }
    const startFunctions = async () => {
      log('Starting the edge functions')
      const functions = await createFunctionsHost({
        folders: [
          options.functionsFolder ?? join(projectRoot, 'supabase/functions'),
          ...(extraFunctionsDirectory === undefined ? [] : [join(projectRoot, extraFunctionsDirectory)]),
        ],
        environment: environmentOf({ ...options, host }, keys, open.url),
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
          localSignIn: allowsLocalSession && isLocalVisitor(request),
        }),
      }) ?? Promise.resolve(answerNothing)

    const started = await Promise.allSettled([startDatabase(), startFunctions(), startSite()])
    const [lite, functions, site] = started
    if (lite.status === 'rejected') throw lite.reason
    if (functions.status === 'rejected') throw functions.reason
    if (site.status === 'rejected') throw site.reason
    const localSessions = allowsLocalSession ? createLocalSessions(lite.value, keys, open.url) : null
    undo.push(() => localSessions?.dispose())
    open.handle(
      createGateway({
        lite: lite.value,
        functions: functions.value,
        site: site.value,
        keys,
        origin: open.url,
        localSessions,
        log,
      }),
    )
    state.isReady = true
    return {
      url: open.url,
      port: open.port,
      publishableKey: keys.publishable,
      secretKey: keys.secret,
      functionsPid: functions.value.pid,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function environmentOf(options: BackendOptions & { readonly host: string }, keys: Keys, url: string) {
  const { host, allowedHosts = [], functionsEnvironment: own } = options
  // With allowed hosts, a proxy in front brings other people's requests.
  const servesThisMachineAlone = isLoopbackHost(host) && allowedHosts.length === 0
  return {
    ...(servesThisMachineAlone ? { [endpointReachVariable]: '1' } : {}),
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
