import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { vector } from '@electric-sql/pglite/vector'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseImage } from '../../server/databaseImage.ts'

const [hourly, migration] = ['20260301000300', '20260501000120'].map((version) =>
  readFileSync(`supabase/migrations/${version}_scheduled.sql`, 'utf8'),
)

/** The whole schema, without pg_cron, as it is embedded. */
let database: PGlite
beforeAll(async () => {
  const image = readFileSync(await databaseImage(() => {}))
  database = new PGlite({ loadDataDir: new Blob([image]), extensions: { vector, pg_trgm, pgcrypto } })
})
afterAll(() => database.close())

/** In the place of pg_cron, which keeps what it is given. */
const openCron = `
  create schema cron;
  create table cron.job (jobname text primary key, schedule text, command text);
  create function cron.schedule(text, text, text) returns bigint language sql as
    $$ insert into cron.job values ($1, $2, $3) on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning 1::bigint $$;`

const statusesOf = async () => {
  const { rows } = await database.query<{ code: string; status: string; presumed_dead: boolean }>(
    'select code, status, presumed_dead from public.eliza_python_executions order by code',
  )
  return rows
}

test('without pg_cron it does nothing', async () => {
  await database.exec(migration ?? '')
  const { rows } = await database.query("select from pg_namespace where nspname = 'cron'")
  expect(rows).toEqual([])
})

test('with pg_cron every minute settles what never ended, and nothing else, in place of the hourly job', async () => {
  await database.exec(openCron)
  for (const sql of [hourly, migration, migration]) await database.exec(sql ?? '')
  const { rows } = await database.query<{ schedule: string; command: string }>('select * from cron.job')
  expect(rows).toMatchObject([{ schedule: '* * * * *' }])
  const [id, instance] = [crypto.randomUUID(), crypto.randomUUID()]
  await database.query('insert into auth.users (id, email) values ($1, $2)', [id, 'person@example.com'])
  await database.query(
    `insert into public.eliza_python_executions
       (id, user_id, code, source, executor, status, started_at, finished_at, instance_id)
     values (gen_random_uuid(), $1, 'alive', 'editor', 'browser', 'running', now() - interval '2 days', null, gen_random_uuid()),
            (gen_random_uuid(), $1, 'gone', 'editor', 'edge', 'running', now(), null, $2),
            (gen_random_uuid(), $1, 'long ago', 'editor', 'browser', 'running', now() - interval '25 hours', null, null),
            (gen_random_uuid(), $1, 'now', 'editor', 'browser', 'running', now(), null, null),
            (gen_random_uuid(), $1, 'well', 'editor', 'browser', 'completed', now() - interval '2 days', now(), null)`,
    [id, instance],
  )
  await database.query(
    "update public.eliza_run_instances set seen_at = now() - interval '4 minutes' where id = $1",
    [instance],
  )
  await database.exec(rows[0]?.command ?? '')
  expect(await statusesOf()).toEqual([
    { code: 'alive', status: 'running', presumed_dead: false },
    { code: 'gone', status: 'failed', presumed_dead: true },
    { code: 'long ago', status: 'failed', presumed_dead: true },
    { code: 'now', status: 'running', presumed_dead: false },
    { code: 'well', status: 'completed', presumed_dead: false },
  ])
})
