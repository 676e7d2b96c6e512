/** The row-security matrix where the embedded backend is not: with open default privileges, and in a real Postgres. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { vector } from '@electric-sql/pglite/vector'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerFromPostgres } from '../../dev/test/answerFromPostgres.ts'
import { findPostgres } from '../../dev/test/findPostgres.ts'
import {
  openDefaultPrivileges,
  openPostgresProject,
  supabaseRoles,
} from '../../dev/test/openPostgresProject.ts'
import { type RealPostgres, startPostgres } from '../../dev/test/startPostgres.ts'
import { databaseImage } from '../../server/databaseImage.ts'
import { generateKeys } from '../../server/keys.ts'
import { startLite } from '../../server/lite.ts'
import { functions, tables, tryRowSecurity } from './rowSecurityMatrix.ts'

const keys = generateKeys()
const extensions = { vector, pg_trgm, pgcrypto }
const url = 'http://database'
const folder = mkdtempSync(join(tmpdir(), 'eliza-matrix-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Query = (sql: string) => Promise<readonly unknown[]>

/** Everything that people are granted in public, and the policies of its tables, by catalog. */
const grantsOf = (query: Query) =>
  query(`
    select c.relname::text as object, g.grantee, g.privilege_type, null as columns
      from pg_class c, aclexplode(c.relacl) a,
           lateral (select case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee, a.privilege_type) g
     where c.relnamespace = 'public'::regnamespace and g.grantee in ('public', 'anon', 'authenticated')
    union all
    select p.proname::text, g.grantee, g.privilege_type, null
      from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a,
           lateral (select case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee, a.privilege_type) g
     where p.pronamespace = 'public'::regnamespace and g.grantee in ('public', 'anon', 'authenticated')
    union all
    select c.relname::text, g.grantee, g.privilege_type, string_agg(t.attname::text, ', ' order by t.attname)
      from pg_attribute t join pg_class c on c.oid = t.attrelid, aclexplode(t.attacl) a,
           lateral (select case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee, a.privilege_type) g
     where c.relnamespace = 'public'::regnamespace and g.grantee in ('public', 'anon', 'authenticated')
     group by 1, 2, 3
    union all
    select tablename::text, array_to_string(roles, ', '), cmd, concat(qual, ' / ', with_check) from pg_policies
     where schemaname = 'public'
     order by 1, 2, 3, 4`)

async function queryClosed<Result>(ask: (query: Query) => Promise<Result>): Promise<Result> {
  const image = readFileSync(await databaseImage(() => {}))
  const database = new PGlite({ loadDataDir: new Blob([image]), extensions })
  const result = await ask(async (sql) => (await database.query(sql)).rows)
  await database.close()
  return result
}

describe('embedded, closed default privileges', () => {
  test('every table and function has its place in the matrix, row security, and nothing for who is signed out', async () => {
    const [rows, views, callable, grants] = await queryClosed((query) =>
      Promise.all([
        query(`select relname, relrowsecurity from pg_class
               where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`),
        query(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
               and not coalesce('security_invoker=true' = any(reloptions), false)`),
        query(`select distinct proname from pg_proc
               where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype order by proname`),
        grantsOf(query),
      ]),
    )
    const sorted = (names: object) => Object.keys(names).toSorted()
    expect(rows).toEqual(sorted(tables).map((relname) => ({ relname, relrowsecurity: true })))
    expect(callable).toEqual(sorted(functions).map((proname) => ({ proname })))
    expect(views).toEqual([])
    expect(grants.filter((grant) => Object(grant).grantee !== 'authenticated')).toEqual([])
  })
})

describe('embedded, open default privileges', () => {
  const directory = join(folder, 'pg')
  let lite: Awaited<ReturnType<typeof startLite>> | undefined
  tryRowSecurity('open default privileges', async () => {
    const image = join(folder, 'open.tar')
    const database = new PGlite({ extensions })
    await database.exec(supabaseRoles + openDefaultPrivileges)
    const archive = await database.dumpDataDir('none')
    writeFileSync(image, new Uint8Array(await archive.arrayBuffer()))
    await database.close()
    const started = await startLite({
      directory,
      image: async () => image,
      keys,
      siteUrl: url,
    })
    lite = started
    const ask = (input: string | URL | Request, init?: RequestInit) =>
      started.fetch(new Request(input, init), null)
    return { url, publishableKey: keys.publishable, secretKey: keys.secret, fetch: ask }
  })

  test('the same is granted as with closed ones, and nothing on the tables of later migrations', async () => {
    await lite?.close()
    const database = new PGlite(directory, { extensions })
    const query: Query = async (sql) => (await database.query(sql)).rows
    expect(await grantsOf(query)).toEqual(await queryClosed(grantsOf))
    await database.exec(
      'create table public.later (id integer); create function public.later() returns integer return 1',
    )
    const later = (await grantsOf(query)).filter((grant) => Object(grant).object === 'later')
    // Postgres itself lets everybody call a new function; the matrix above finds one that is not revoked.
    expect(later).toMatchObject([{ grantee: 'public', privilege_type: 'EXECUTE' }])
    await database.close()
  })
})

const found = findPostgres()
if ('missing' in found)
  process.stdout.write(`Row security in a real Postgres was not tried. ${found.missing}\n`)

describe.skipIf('missing' in found)('real Postgres', () => {
  let server: RealPostgres | undefined
  const opened: { close: () => Promise<void> }[] = []
  beforeAll(async () => {
    if (!('missing' in found)) server = await startPostgres(found)
  })
  afterAll(async () => {
    await Promise.all(opened.map(({ close }) => close()))
    await server?.stop()
  })

  async function openProject(database: string, isOpen: boolean) {
    if (server === undefined) throw new Error('Postgres does not run.')
    const answers = answerFromPostgres(server, database, keys)
    const sql = await openPostgresProject(server, { database, isOpen, createAuth: answers.createAuth })
    opened.push(answers, { close: () => sql.end() })
    return { answers, query: async (text: string) => [...(await sql.unsafe(text))] }
  }

  let queryOpen: Query | undefined
  tryRowSecurity('real Postgres, open default privileges', async () => {
    const { answers, query } = await openProject('open', true)
    queryOpen = query
    const ask = (input: string | URL | Request, init?: RequestInit) => answers.fetch(new Request(input, init))
    return { url, publishableKey: keys.publishable, secretKey: keys.secret, fetch: ask }
  })

  test('with open and with closed default privileges the same is granted as in the embedded database', async () => {
    const embedded = await queryClosed(grantsOf)
    const { query: queryOther } = await openProject('closed', false)
    expect(await grantsOf(queryOther)).toEqual(embedded)
    if (queryOpen === undefined) throw new Error('The matrix opens it.')
    expect(await grantsOf(queryOpen)).toEqual(embedded)
  })
})
