/** Applies pending migrations to a database, each in its own transaction, as the Supabase CLI does. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './projectRoot.ts'

export const migrationsFolder = join(projectRoot, 'supabase/migrations')

export interface SqlSession {
  /** Runs any number of SQL statements. */
  readonly exec: (sql: string) => Promise<unknown>
  readonly query: (sql: string, parameters?: unknown[]) => Promise<{ readonly rows: unknown[] }>
}

export interface Migration {
  readonly version: string
  readonly name: string
  readonly sql: string
}

/** Reads every `<version>_<name>.sql` of a folder, oldest first. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const match = /^(\d+)_(.+)\.sql$/.exec(file)
      if (!match) return []
      const [, version = '', name = ''] = match
      return [{ version, name, sql: readFileSync(join(folder, file), 'utf8') }]
    })
}

/**
 * Idempotent: applies only the migrations that the database does not have yet.
 *
 * @returns The versions it applied.
 * @throws Error with the migration's name if one fails. That migration is rolled back, earlier ones stay.
 */
export async function applyMigrations(session: SqlSession, migrations: Migration[]): Promise<string[]> {
  await session.exec(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations
      (version text primary key, statements text[], name text);`)
  const { rows } = await session.query('select version from supabase_migrations.schema_migrations')
  const present = new Set(rows.map((row) => (row as { version: string }).version))
  const pending = migrations.filter((migration) => !present.has(migration.version))
  for (const { version, name, sql } of pending) {
    try {
      await session.exec(`begin;\n${sql}`)
      await session.query(
        'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)',
        [version, name, [sql]],
      )
      await session.exec('commit')
    } catch (error) {
      await session.exec('rollback')
      throw new Error(`The migration ${version}_${name}.sql failed: ${reason(error)}`, { cause: error })
    }
  }
  return pending.map((migration) => migration.version)
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))
