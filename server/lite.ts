/** The embedded backend's database and sign-in. The only module that uses @supabase/lite and PGlite. */
import { createHash } from 'node:crypto'
import { readFileSync, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { vector } from '@electric-sql/pglite/vector'
import { App } from '@supabase/lite'
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite'
import pLimit from 'p-limit'
import { applyMigrations, readMigrations } from './applyMigrations.ts'
import { isDatabaseError, redactDatabaseError, statusOfSqlState } from './databaseError.ts'
import { keepJsonText, type JsonColumns } from './keepJsonText.ts'
import type { Keys } from './keys.ts'
import { projectRoot } from './projectRoot.ts'

export interface Lite {
  /**
   * Answers /auth/v1 and /rest/v1, one request at a time. So the request's body must already be in memory.
   */
  readonly fetch: (request: Request, peerAddress: string | null) => Promise<Response>
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
  readonly log: (line: string) => void
}

const migrationsFolder = join(projectRoot, 'supabase/migrations')

/** Starts the database and applies pending migrations. Makes no network requests. */
export const startLite = (options: LiteOptions): Promise<Lite> =>
  keepExitCode(async () => {
    const isNew = !existsSync(join(options.directory, 'PG_VERSION'))
    const connection = await connect(
      options.directory,
      // Read immediately: another process may be replacing the file.
      isNew ? { loadDataDir: new Blob([await readFile(await options.image())]) } : {},
    )
    const app = createLiteApp(connection, options)
    await prepare(app, connection)
    const jsonColumns = await readJsonColumns(connection.driver)
    const inTurn = pLimit(1)
    const queue = <Result>(work: () => Promise<Result>) => inTurn(() => keepExitCode(work))
    return {
      fetch: (request, peerAddress) =>
        // All requests share one Postgres session: concurrent ones would mix their transactions and roles.
        queue(async () => {
          const response = await app.fetch(await keepJsonText(request, jsonColumns), { peerAddress })
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
    await prepare(createLiteApp(connection, { keys, siteUrl: 'http://127.0.0.1', log: () => {} }), connection)
    const archive = await connection.driver.dumpDataDir('none')
    await connection.close()
    return new Uint8Array(await archive.arrayBuffer())
  })

/** Cache key of the image: a hash of everything that it is built from. */
export function imageKey(): string {
  const hash = createHash('sha256')
  const require = createRequire(import.meta.url)
  for (const name of ['@supabase/lite', '@electric-sql/pglite']) {
    hash.update(readFileSync(join(packageFolder(require, name), 'package.json')))
  }
  for (const own of ['lite.ts', 'applyMigrations.ts'])
    hash.update(readFileSync(join(import.meta.dirname, own)))
  for (const { version, name, sql } of readMigrations(migrationsFolder))
    hash.update(`${version}${name}${sql}`)
  return hash.digest('hex').slice(0, 16)
}

function packageFolder(require: NodeJS.Require, name: string): string {
  const found = require.resolve.paths(name)?.find((folder) => existsSync(join(folder, name, 'package.json')))
  if (found === undefined) throw new Error(`${name} is not installed. Run npm ci.`)
  return join(found, name)
}

async function connect(directory: string, start: { readonly loadDataDir?: Blob }): Promise<PgliteConnection> {
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
  redactErrors(connection.driver)
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

/** lite prints database errors to stderr with the statement and its values, so these are removed before. */
function redactErrors(database: PGlite): void {
  const query = database.query.bind(database)
  database.query = async (...call) => {
    try {
      return await query(...call)
    } catch (error) {
      throw redactDatabaseError(error)
    }
  }
}

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
  { keys, siteUrl, log }: Pick<LiteOptions, 'keys' | 'siteUrl' | 'log'>,
): App {
  return new App({
    connection,
    api: { schemas: ['public'], max_rows: 1000 },
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      jwt_expiry: 3600,
      site_url: siteUrl,
      enable_signup: true,
      minimum_password_length: 8,
      publishable_key: keys.publishable,
      secret_key: keys.secret,
      email: { enable_signup: true, enable_confirmations: false },
    },
    options: {
      server: { admin: false, disableStudio: true },
      drivers: {
        // There is no mail server. The log shows the mail, so that the operator can pass on the link.
        email: { send: async (mail) => log(`Mail for ${mail.to}, "${mail.subject}": ${mail.text ?? ''}`) },
      },
    },
  })
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
