/** A whole backend on a directory of its own, for tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerText } from '../../server/answer.ts'
import { type Backend, createBackend } from '../../server/createBackend.ts'
import { createSite } from '../../server/createSite.ts'
import type { Handler, SiteContext } from '../../server/openServer.ts'
import { projectRoot } from '../../server/projectRoot.ts'
import { withPackages } from '../../server/withPackages.ts'
import { admitOwner } from './admitOwner.ts'
import { copyDatabase } from './copyDatabase.ts'
import { signUpTestUser, type TestUser } from './signUpTestUser.ts'

interface TestBackendOptions {
  readonly functionsEnvironment?: Readonly<Record<string, string>>
  /** Default supabase/functions. */
  readonly functionsFolder?: string
  /** A second folder of functions, from the project's root. */
  readonly extraFunctionsDirectory?: string
  /** Served under /packages/. */
  readonly packagesDirectory?: string
  readonly packageOrigins?: readonly string[]
  /** Serve the app, too, as it was last built. */
  readonly serveDist?: boolean
  /** A handler that wraps the app's own. */
  readonly wrapSite?: (site: Handler, context: SiteContext) => Promise<Handler>
  readonly log?: (line: string) => void
}

export interface TestBackend {
  readonly url: string
  readonly port: number
  readonly publishableKey: string
  readonly secretKey: string
  readonly dataDirectory: string
  /** A new account with a client signed in to it. */
  readonly signUp: (email?: string) => Promise<TestUser>
  /** The functions' process of the moment. */
  readonly functionsPid: () => number | undefined
  /** Kills the functions' process, as a crash would. It is started again by itself. */
  readonly killFunctions: () => void
  /** Stops, and starts again on the same port and data. */
  readonly restart: () => Promise<void>
  /** Stops and removes the data. */
  readonly stop: () => Promise<void>
}

const answerNothing: Handler = (_request, response) => answerText(response, 404, 'Not found.')

export async function startTestBackend(options: TestBackendOptions = {}): Promise<TestBackend> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'eliza-backend-'))
  await copyDatabase(join(dataDirectory, 'pg'))
  // The least that bcrypt does: with the default every account and every sign-in of a test takes a tenth of a second of work.
  process.env['LITE_AUTH_BCRYPT_COST'] = '4'
  const openSite = async (context: SiteContext): Promise<Handler> => {
    const site = withPackages(createSite(join(projectRoot, 'dist'), context.meta), options.packagesDirectory)
    return options.wrapSite ? options.wrapSite(site, context) : site
  }
  let ownerAddress: string | null = null
  const start = (port: number): Promise<Backend> =>
    createBackend({
      dataDirectory,
      port,
      signUp: 'open',
      // A busy machine may hold up any statement.
      statementMs: 60_000,
      functionsEnvironment: options.functionsEnvironment ?? {},
      extraFunctionsDirectory: options.extraFunctionsDirectory,
      packageOrigins: options.packageOrigins ?? [],
      ...(options.functionsFolder === undefined ? {} : { functionsFolder: options.functionsFolder }),
      ...(options.log ? { log: options.log } : {}),
      site: (context) => {
        admitOwner(context.server, () => ownerAddress)
        return options.serveDist ? openSite(context) : Promise.resolve(answerNothing)
      },
    })
  let backend = await start(0)
  ownerAddress = backend.ownerAddress
  return {
    url: backend.url,
    port: backend.port,
    publishableKey: backend.publishableKey,
    secretKey: backend.secretKey,
    dataDirectory,
    signUp: (email) => signUpTestUser(backend, email),
    functionsPid: () => backend.functionsPid(),
    killFunctions: () => {
      const pid = backend.functionsPid()
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
    },
    restart: async () => {
      await backend.stop()
      backend = await start(backend.port)
      ownerAddress = backend.ownerAddress
    },
    stop: async () => {
      await backend.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}
