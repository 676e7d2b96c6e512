/** A database in a real Postgres as a Supabase project has it: its roles, its extensions, our migrations by a role that is no superuser. */
import type { Sql } from 'postgres'
import { applyMigrations, readMigrations, type SqlSession } from '../../server/applyMigrations.ts'
import type { RealPostgres } from './startPostgres.ts'

interface ProjectOptions {
  readonly database: string
  /** Whether the project grants all on new tables, sequences and functions to everybody, as `supabase start` does. */
  readonly isOpen: boolean
  /** Default true. */
  readonly withMigrations?: boolean
  /** Creates the schema `auth` with its tables. Called with the database prepared, and before the migrations. */
  readonly createAuth: () => Promise<unknown>
}

/** By which grants projects differ that were made at different times, for the role that migrations run as. */
export const openDefaultPrivileges = ['tables', 'sequences', 'routines']
  .map(
    (kind) =>
      `alter default privileges in schema public grant all on ${kind} to anon, authenticated, service_role;`,
  )
  .join('\n')

export const supabaseRoles = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'anon') then
      create role anon nologin noinherit;
      create role authenticated nologin noinherit;
      create role service_role nologin noinherit bypassrls;
    end if;
  end $$;`

const migratingRole = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'postgres') then
      create role postgres login createrole createdb bypassrls;
      grant anon, authenticated, service_role to postgres;
    end if;
  end $$;`

const schemas = `
  alter schema public owner to postgres;
  create schema extensions authorization postgres;
  create extension vector with schema extensions;
  create extension pg_trgm with schema extensions;
  create extension pgcrypto with schema extensions;
  grant usage on schema public, extensions to anon, authenticated, service_role;`

/** @returns A connection to the database as a superuser. */
export async function openPostgresProject(
  server: RealPostgres,
  { database, isOpen, withMigrations = true, createAuth }: ProjectOptions,
): Promise<Sql> {
  const first = server.connect('postgres')
  await first.unsafe(supabaseRoles + migratingRole)
  await first.unsafe(`create database ${database} owner postgres`)
  await first.unsafe(`alter database ${database} set search_path to "$user", public, extensions`)
  await first.end()
  const sql = server.connect(database)
  await sql.unsafe(schemas)
  await createAuth()
  await sql.unsafe(`
    drop schema if exists supabase_migrations cascade;
    grant usage on schema auth to postgres, anon, authenticated, service_role;
    grant all on all tables in schema auth to postgres;`)
  const migrating = server.connect(database, { user: 'postgres' })
  if (isOpen) await migrating.unsafe(openDefaultPrivileges)
  if (withMigrations) await applyMigrations(sessionOf(migrating), readMigrations('supabase/migrations'))
  await migrating.end()
  return sql
}

const sessionOf = (sql: Sql): SqlSession => ({
  exec: (text) => sql.unsafe(text),
  query: async (text, parameters = []) => ({ rows: await sql.unsafe(text, parameters as never[]) }),
})
