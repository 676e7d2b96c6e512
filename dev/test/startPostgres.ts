/** A real Postgres of its own: in a temporary folder, reached by a socket in it alone, as a user that is not root. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { copyPostgres, type FoundPostgres } from './findPostgres.ts'

export interface RealPostgres {
  /** As the superuser `supabase_admin`, or as whom is named. */
  readonly connect: (
    database: string,
    options?: { readonly user?: string; readonly connections?: number },
  ) => Sql
  readonly address: (database: string) => {
    readonly host: string
    readonly port: number
    readonly database: string
    readonly username: string
  }
  /** Ends the server by its process id and removes everything. */
  readonly stop: () => Promise<void>
}

const admin = 'supabase_admin'
/** In milliseconds. */
const times = { initialise: 60_000, start: 30_000, stop: 5000 }

/** @param settings Of postgresql.conf, beside those that make it fast and not durable. */
export async function startPostgres(
  found: FoundPostgres,
  settings: Readonly<Record<string, string>> = {},
): Promise<RealPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'eliza-postgres-'))
  const identity = notRoot()
  const [data, sockets] = [join(folder, 'data'), join(folder, 'socket')]
  for (const path of [data, sockets]) mkdirSync(path, { mode: 0o700 })
  const programs = identity === null ? found.programs : copyPostgres(found, join(folder, 'programs'))
  if (identity !== null)
    for (const path of [folder, data, sockets]) chownSync(path, identity.uid, identity.gid)
  const run = { ...identity, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } }

  const initialised = spawnSync(
    join(programs, 'initdb'),
    `--pgdata=${data} --username=${admin} --encoding=UTF8 --no-sync --auth-local=trust --auth-host=scram-sha-256`.split(
      ' ',
    ),
    { ...run, encoding: 'utf8', timeout: times.initialise },
  )
  if (initialised.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`initdb failed: ${initialised.stderr}`)
  }
  const all = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    ...settings,
  }
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...options], {
    ...run,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const stop = async () => {
    await end(server)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await isReady(server)
  } catch (error) {
    await stop()
    throw error
  }
  const port = Number(settings['port'] ?? 5432)
  const address = (database: string, username = admin) => ({ host: sockets, port, database, username })
  return {
    address,
    connect: (database, { user, connections = 1 } = {}) =>
      postgres({ ...address(database, user), max: connections, onnotice: () => {} }),
    stop,
  }
}

/** Postgres refuses to run as root. */
function notRoot(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const idOf = (option: string) => Number(spawnSync('id', [option, 'nobody'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** Resolves when the server says so. Its log is read to the end, since a full pipe would stop it. */
async function isReady(server: ChildProcess): Promise<void> {
  let log = ''
  const ready = new Promise<void>((resolve) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      if (log.length < 10_000) log += chunk.toString()
      if (log.includes('database system is ready to accept connections')) resolve()
    })
  })
  const signal = AbortSignal.timeout(times.start)
  await Promise.race([
    ready,
    once(server, 'exit').then(() => Promise.reject(new Error(`Postgres ended: ${log}`))),
    once(signal, 'abort').then(() => Promise.reject(new Error(`Postgres does not start: ${log}`))),
  ])
}

/** SIGINT is Postgres' fast shutdown. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  const late = setTimeout(() => server.kill('SIGKILL'), times.stop)
  server.kill('SIGINT')
  await ended
  clearTimeout(late)
}
