/** What keeps the app's statements quick in a long log: plans that seek, and searches that read a bounded part. */
import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { vector } from '@electric-sql/pglite/vector'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStatements, owner } from '../../bench/databaseStatements.ts'
import { databaseImage } from '../../server/databaseImage.ts'

const runs = 20_500
const conversations = 320
const dimensions = 256

let database: PGlite
beforeAll(async () => {
  const image = readFileSync(await databaseImage(() => {}))
  database = new PGlite({ loadDataDir: new Blob([image]), extensions: { vector, pg_trgm, pgcrypto } })
  await database.exec(`
    insert into auth.users (id, email) values ('${owner}', 'owner@example.com');
    insert into public.eliza_python_executions (id, user_id, code, status, started_at, finished_at, error_code)
    select gen_random_uuid(), '${owner}', 'print(' || n || ')' || case when n in (5, 20400) then 'Needle_50%' else '' end,
           case when n % 1000 = 0 then 'running' when n % 10 = 0 then 'failed' else 'completed' end,
           now() - make_interval(secs => n / 3 * 20),
           case when n % 1000 <> 0 then now() end, case when n % 1000 <> 0 and n % 10 = 0 then 'exception' end
      from generate_series(1, ${runs}) n;
    insert into public.eliza_tool_calls
      (id, execution_id, user_id, seq, tool, function_name, call_key, occurrence, status, started_at, offset_ms, duration_ms)
    select gen_random_uuid(), e.id, '${owner}', n, 'remember', 'remember', repeat('a', 64), n, 'completed',
           e.started_at - interval '60 days', 1, 1
      from (select * from public.eliza_python_executions limit 2000) e, generate_series(0, 4) n;
    insert into public.conversations (id, user_id, title, updated_at)
    select gen_random_uuid(), '${owner}', 'number ' || n, now() - make_interval(mins => n) from generate_series(1, ${conversations}) n;
    insert into public.memories (user_id, content) select '${owner}', 'memory ' || n from generate_series(1, 1000) n;
    insert into public.memory_embeddings (memory_id, user_id, model, embedding)
    select m.id, '${owner}', 'a/model',
           (select array_agg(sin(i * length(m.content || m.id)) + hashtext(m.id::text || i) / 4e9) from generate_series(1, ${dimensions}) i)::real[]::extensions.vector
      from public.memories m;
    analyze;`)
})
afterAll(() => database.close())

/** Asks as the owner, who is signed in. */
async function ask<Row>(statement: string): Promise<Row[]> {
  const { rows } = await database.transaction(async (transaction) => {
    await transaction.exec(`
      set local role authenticated;
      select set_config('request.jwt.claim.sub', '${owner}', true), set_config('request.jwt.claims', '{"sub": "${owner}"}', true);`)
    return transaction.query<Row>(statement)
  })
  return rows
}

/** The statement's text, and how Postgres would run it. */
async function explain(what: string): Promise<string> {
  let plan = ''
  const sql = {
    unsafe: async (statement: string) => {
      const rows = await ask<{ 'QUERY PLAN': string }>(
        `explain (analyze, costs off, timing off, summary off) ${statement}`,
      )
      plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    },
  }
  // Of the interface the statements use this alone.
  await createStatements(runs, dimensions)[what]?.(sql as never)
  return plan
}

test.each([
  ['runs, page 1', 'eliza_python_executions_owner_time'],
  ['runs, page 1,000', 'eliza_python_executions_owner_time'],
  ['runs, still running', /eliza_python_executions_(status|running)/],
  ['runs, a source that never ran', 'eliza_python_executions_source'],
  ['its calls', 'eliza_tool_calls_execution_id'],
  ['AI use of 30 days', 'eliza_tool_calls_owner_time'],
])('%s: seeks, and reads no more than it shows', async (what, index) => {
  const plan = await explain(what)
  expect(plan).toMatch(index)
  expect(plan).not.toContain('Seq Scan')
  const removed = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, rows]) => Number(rows))
  expect(Math.max(0, ...removed), plan).toBeLessThan(60)
})

interface Answer {
  readonly answer: {
    readonly rows: { readonly title: string }[]
    readonly next: { started_at: string; id: string } | null
  }
}

const search = async (words: string, before: { started_at: string; id: string } | null, size = 50) => {
  const from = before === null ? 'null, null' : `'${before.started_at}', '${before.id}'`
  const rows = await ask<Answer>(
    `select public.search_executions('${words}', null, null, ${from}, ${size}) as answer`,
  )
  if (rows[0] === undefined) throw new Error('It answers with one row.')
  return rows[0].answer
}

test('a search in scripts reads 20,000 runs at most, and says where to go on', async () => {
  const first = await search('nEEDLE_50%', null)
  expect(first.rows.map(({ title }) => title)).toEqual(['print(5)Needle_50%'])
  expect(first.next).not.toBeNull()
  const second = await search('nEEDLE_50%', first.next)
  expect(second.rows.map(({ title }) => title)).toEqual(['print(20400)Needle_50%'])
  expect(second.next).toBeNull()
})

test('pages of a search follow each other without gap or repetition, even where times are equal', async () => {
  const titles: string[] = []
  let next: Answer['answer']['next'] = null
  do {
    const page: Answer['answer'] = await search('print(1', next, 100)
    titles.push(...page.rows.map(({ title }) => title))
    next = page.next
  } while (next !== null)
  const all = await ask<{ title: string }>(
    `select title from public.eliza_python_executions where code like 'print(1%' order by started_at desc, id desc`,
  )
  expect(titles).toEqual(all.map(({ title }) => title))
})

test('a search in conversations reads 300 at most, and says where to go on', async () => {
  const ask300 = (before: string) =>
    ask<Answer>(`select public.search_conversations('{number 310}', '{}', ${before}, 50) as answer`)
  const [first] = await ask300('null, null')
  expect(first?.answer.rows).toEqual([])
  const { updated_at: time, id } = Object(first?.answer.next)
  const [second] = await ask300(`'${time}', '${id}'`)
  expect(second?.answer).toMatchObject({ rows: [{ title: 'number 310' }], next: null })
})

test('memories near in meaning are the same as by comparing all, though 800 alone are compared', async () => {
  const query = `(select e.embedding from public.memory_embeddings e order by e.memory_id limit 1)`
  const found = await ask<{ id: string; similarity: number }>(
    `select id, similarity from public.match_memories('', 10, ${query}, 'a/model', -1)`,
  )
  const exact = await ask<{ id: string }>(
    `select e.memory_id as id from public.memory_embeddings e order by e.embedding operator(extensions.<=>) ${query}, e.memory_id limit 10`,
  )
  expect(found[0]?.similarity).toBeCloseTo(1)
  expect(found.map(({ id }) => id).toSorted()).toEqual(exact.map(({ id }) => id).toSorted())
})

test('runs that name no instance and began more than a day ago are ended', async () => {
  const { rows } = await database.query<{ settled: number }>(
    `select public.settle_lost_executions('${owner}') as settled`,
  )
  expect(rows).toEqual([{ settled: 8 }])
})
