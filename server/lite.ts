/** The embedded backend's database and sign-in. The only module that uses @supabase/lite and PGlite. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { vector } from '@electric-sql/pglite/vector'
import { App } from '@supabase/lite'
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite'
import pLimit from 'p-limit'
import { z } from 'zod'
import { parseJson } from '../lib/parseJson.ts'
import { applyMigrations, migrationsFolder, readMigrations } from './applyMigrations.ts'
import { isDatabaseError, redactDatabaseError, statusOfSqlState } from './databaseError.ts'
import { keepJsonText, type JsonColumns } from './keepJsonText.ts'
import type { Keys } from './keys.ts'
import { liteSettings } from './liteSettings.ts'

export interface Lite {
  /**
   * Answers /auth/v1 and /rest/v1, one request at a time. So the request's body must already be in memory.
   *
   * @param sender Requests of different senders take turns.
   */
  readonly fetch: (request: Request, peerAddress: string | null, sender?: string) => Promise<Response>
  readonly close: () => Promise<void>
}

interface LiteOptions {
  /** The folder of PGlite's files. */
  readonly directory: string
  /**
   * Returns the path of an initialised database (see databaseImage.ts). Called only if the directory is new.
   */
  readonly image: () => Promise<string>
  readonly keys: Keys
  readonly siteUrl: string
  /** Whether the owner's account is created if it is absent. Default true. */
  readonly withOwner?: boolean
  /** Called if the database broke and answers nothing more. */
  readonly onFatal?: (reason: string) => void
}

/** Starts the database and applies pending migrations. Makes no network requests. */
export const startLite = (options: LiteOptions): Promise<Lite> =>
  keepExitCode(async () => {
    const isNew = !existsSync(join(options.directory, 'PG_VERSION'))
    const connection = await connect(
      options.directory,
      // Read immediately: another process may be replacing the file.
      isNew ? { loadDataDir: new Blob([await readFile(await options.image())]) } : {},
      options.onFatal,
    )
    const app = createLiteApp(connection, options)
    await prepare(app, connection)
    if (options.withOwner !== false) await ensureOwner(app, connection.driver, options.keys)
    const jsonColumns = await readJsonColumns(connection.driver)
    const inTurn = pLimit(1)
    const queue = <Result>(work: () => Promise<Result>) => inTurn(() => keepExitCode(work))
    return {
      fetch: (request, peerAddress) =>
        // All requests share one Postgres session: concurrent ones would mix their transactions and roles.
        queue(async () => {
          const stored = await keepJsonText(request, jsonColumns)
          const asked = await takeEqualTime(stored, connection.driver, options.keys)
          const response = await app.fetch(asked, { peerAddress })
          const body = await response.arrayBuffer()
          const isEmpty = response.status === 204 || response.status === 304
          return new Response(isEmpty ? null : body, { status: response.status, headers: response.headers })
        }),
      close: () => queue(() => connection.close()),
    }
  })

/**
 * Builds an initialised and migrated database without user data. Takes seconds.
 *
 * @returns A tar archive.
 */
export const buildImage = (keys: Keys): Promise<Uint8Array> =>
  keepExitCode(async () => {
    const connection = await connect('memory://', {})
    await prepare(createLiteApp(connection, { keys, siteUrl: 'http://127.0.0.1' }), connection)
    const archive = await connection.driver.dumpDataDir('none')
    await connection.close()
    return new Uint8Array(await archive.arrayBuffer())
  })

async function connect(
  directory: string,
  start: { readonly loadDataDir?: Blob },
  onFatal: (reason: string) => void = () => {},
): Promise<PgliteConnection> {
  const connection = await createPgliteConnection({
    url: directory,
    pgliteOptions: {
      ...start,
      extensions: { vector, pg_trgm, pgcrypto },
      // PostgREST writes ISO 8601, while Postgres' text format has a space and a short offset.
      parsers: { 1184: isoTimestamp, 1114: isoTimestamp },
      // By default PGlite treats a string as JSON text, so the string '123' would be stored as a number.
      serializers: { 114: JSON.stringify, 3802: JSON.stringify },
    },
  })
  await connection.driver.waitReady
  watchEngine(connection.driver, onFatal)
  watchErrors(connection.driver, onFatal)
  mapErrors(connection)
  return connection
}

/** 99: started. 100: a statement failed. 0: ended. */
const pgliteExitCodes = new Set<unknown>([0, 99, 100])

/**
 * Restores process.exitCode after `work`. PGlite sets it to its own program's exit codes at any statement: a
 * successful process would report failure, and failed tests would report success.
 */
async function keepExitCode<Result>(work: () => Promise<Result>): Promise<Result> {
  // Not a code to restore if it comes from another database of this process.
  const before = pgliteExitCodes.has(process.exitCode) ? undefined : process.exitCode
  try {
    return await work()
  } finally {
    if (pgliteExitCodes.has(process.exitCode)) process.exitCode = before
  }
}

const isoTimestamp = (text: string) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')

/**
 * PGlite swallows what ends WebAssembly in the middle of a statement, such as the end of V8's stack or an access out of
 * bounds. The session then leaks, and breaks after a few of them. Errors of Postgres itself have a status.
 */
function watchEngine({ Module: engine }: PGlite, onFatal: (reason: string) => void): void {
  const loopOnce = engine._PostgresMainLoopOnce
  engine._PostgresMainLoopOnce = () => {
    try {
      loopOnce()
    } catch (error) {
      const isOwn = typeof error === 'object' && error !== null && 'status' in error
      if (!isOwn) onFatal(nameOf(error))
      throw error
    }
  }
}

/**
 * lite prints database errors to stderr with the statement and its values, so these are removed before. An error of the
 * kinds that may leave the session broken is told if it did.
 */
function watchErrors(database: PGlite, onFatal: (reason: string) => void): void {
  const query = database.query.bind(database)
  // What breaks first is the way in which Postgres reports errors. In a transaction that has failed the answer is 25P02.
  const isWhole = () =>
    query('select 1 / 0').then(
      () => false,
      (error: unknown) => isDatabaseError(error) && /^(22012|25P02)$/.test(error.code),
    )
  database.query = async (...call) => {
    try {
      return await query(...call)
    } catch (error) {
      if (maybeBroken(error) && !(await isWhole())) onFatal(nameOf(error))
      throw redactDatabaseError(error)
    }
  }
}

/** Internal errors, limits of the program, shortage of memory, and all that is not Postgres' own. */
const maybeBroken = (error: unknown) =>
  !isDatabaseError(error) || !/^[0-9A-Z]{5}$/.test(error.code) || /^(XX|54|57P0|532)/.test(error.code)

const nameOf = (error: unknown) =>
  isDatabaseError(error) ? `SQLSTATE ${error.code}` : error instanceof Error ? error.name : typeof error

/**
 * Gives errors the status that PostgREST would give. lite answers 500 for each SQLSTATE it does not know,
 * including check violations and `raise exception`. An error in the form of `raise sqlstate 'PGRST'` can set
 * status and body: https://docs.postgrest.org/en/stable/references/errors.html
 */
function mapErrors(connection: PgliteConnection): void {
  const known = /^(42501|42P01|42P17|42883|23502|23503|23505|25006|2[12]...|42...|5[35]...|PGRST|PT...)$/
  connection.normalizeDbError = (error: unknown) => {
    if (!isDatabaseError(error) || !/^[0-9A-Z]{5}$/.test(error.code) || known.test(error.code)) return error
    const { code, message, detail = null, hint = null } = error
    return {
      code: 'PGRST',
      message: JSON.stringify({ code, message, details: detail, hint }),
      detail: JSON.stringify({ status: statusOfSqlState(code), headers: {} }),
      // lite prints this error too, so it must be redacted as well.
      [inspect.custom]: () => inspect(error),
    }
  }
}

function createLiteApp(
  connection: PgliteConnection,
  { keys, siteUrl }: Pick<LiteOptions, 'keys' | 'siteUrl'>,
): App {
  return new App({ connection, ...liteSettings(keys, siteUrl) })
}

/** Creates the account of the person at this machine. Its password is in keys.json alone. */
async function ensureOwner(app: App, database: PGlite, { owner, publishable }: Keys): Promise<void> {
  const { rows } = await database.query('select 1 from auth.users where email = $1', [owner.email])
  if (rows.length > 0) return
  const headers = { apikey: publishable, 'content-type': 'application/json' }
  const body = JSON.stringify(owner)
  const answer = await app.fetch(
    new Request('http://127.0.0.1/auth/v1/signup', { method: 'POST', headers, body }),
    { peerAddress: null },
  )
  if (!answer.ok) throw new Error(`The owner's account could not be created (status ${answer.status}).`)
}

/**
 * lite answers at once if there is no account, and hashes the password only if there is one: the time would tell who has
 * an account. Such a sign-in is tried on the owner's account instead, whose password nobody can guess.
 */
async function takeEqualTime(request: Request, database: PGlite, { owner }: Keys): Promise<Request> {
  const url = new URL(request.url)
  const isPassword = url.searchParams.get('grant_type') === 'password'
  if (request.method !== 'POST' || url.pathname !== '/auth/v1/token' || !isPassword) return request
  const text = await request.text()
  const { method, headers } = request
  const asked = z.object({ email: z.string(), password: z.string() }).safeParse(parseJson(text)).data
  const again = (body: string) => new Request(url, { method, headers, body })
  if (asked === undefined) return again(text)
  const { rows } = await database.query('select 1 from auth.users where email = $1', [
    asked.email.toLowerCase(),
  ])
  if (rows.length > 0 || asked.password === owner.password) return again(text)
  return again(JSON.stringify({ email: owner.email, password: asked.password }))
}

async function prepare(app: App, connection: PgliteConnection): Promise<void> {
  const database = connection.driver
  await database.exec(`
    do $$ declare role text; begin
      foreach role in array array['anon', 'authenticated', 'service_role'] loop
        if not exists (select from pg_roles where rolname = role) then
          execute format('create role %I nologin noinherit', role);
        end if;
      end loop;
      alter role service_role bypassrls;
    end $$;
    create schema if not exists extensions;
    grant usage on schema public, extensions to anon, authenticated, service_role;
    alter database postgres set search_path to "$user", public, extensions;
    set search_path to "$user", public, extensions;`)
  await app.ensureSystemSchema()
  await applyMigrations(database, readMigrations(migrationsFolder))
  await database.exec('grant usage on schema auth to anon, authenticated, service_role')
  // Otherwise lite grants everything to anon at the first request, which undoes a migration's `revoke`.
  Reflect.set(connection, 'rlsState', 'active')
}

async function readJsonColumns(database: PGlite): Promise<JsonColumns> {
  const { rows } = await database.query<{ table_name: string; names: string[] }>(`
    select table_name::text, array_agg(column_name::text) as names from information_schema.columns
     where table_schema = 'public' and data_type in ('json', 'jsonb') group by table_name`)
  return new Map(rows.map(({ table_name, names }) => [table_name, new Set(names)]))
}
