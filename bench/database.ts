/**
 * `npm run bench:database`: fills a real Postgres with a log of a million runs, and prints how long the app's statements take
 * there. `-- --runs=100000` fills less.
 */
import type { Sql } from 'postgres'
import { answerFromPostgres } from '../dev/test/answerFromPostgres.ts'
import { findPostgres } from '../dev/test/findPostgres.ts'
import { openPostgresProject } from '../dev/test/openPostgresProject.ts'
import { startPostgres } from '../dev/test/startPostgres.ts'
import { generateKeys } from '../server/keys.ts'
import { createStatements, owner, type Ask } from './databaseStatements.ts'
import { median } from './median.ts'

/** Hosted Supabase ends longer statements of signed-in people. */
const limitMs = 8000
const rounds = 5
const dimensions = 768
const rollback = new Error('Nothing that is measured stays.')
const runs = readRuns(process.argv.slice(2))
const amounts = {
  runs,
  calls: runs * 2,
  conversations: Math.round(runs / 100),
  messages: Math.round(runs / 2),
  memories: Math.round(runs / 10),
}

const found = findPostgres()
if ('missing' in found) throw new Error(found.missing)
const server = await startPostgres(found, {
  shared_buffers: '512MB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  autovacuum: 'off',
})
try {
  const answers = answerFromPostgres(server, 'bench', generateKeys())
  const sql = await openPostgresProject(server, {
    database: 'bench',
    isOpen: false,
    createAuth: answers.createAuth,
  })
  await answers.close()
  await fill(sql)
  const rows = []
  for (const [what, ask] of Object.entries(createStatements(runs, dimensions)))
    rows.push({ what, ...(await measure(sql, ask)) })
  console.table(rows)
  const slow = rows.filter(({ slowest }) => slowest > limitMs)
  console.log(
    slow.length === 0
      ? `No statement passes ${limitMs / 1000} s.`
      : `${slow.length} statements pass ${limitMs / 1000} s.`,
  )
  if (slow.length > 0) process.exitCode = 1
  await sql.end()
} finally {
  await server.stop()
}

function readRuns(options: readonly string[]): number {
  const [option = '--runs=1000000', ...rest] = options
  const amount = Number(/^--runs=(\d+)$/.exec(option)?.[1])
  if (rest.length > 0 || !(amount >= 1000)) throw new Error('The only option is --runs=, at least 1000.')
  return amount
}

async function fill(sql: Sql): Promise<void> {
  const { calls, conversations, messages, memories } = amounts
  const users =
    "array['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']::uuid[]"
  // Five of six rows are the owner's.
  const user = `(${users})[1 + (n % 6 = 0)::integer]`
  const id = (kind: number, n = 'n') =>
    `('${kind}0000000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
  const steps: Record<string, string> = {
    people: `insert into auth.users (id, email) select u, u || '@example.com' from unnest(${users}) u`,
    runs: `insert into public.eliza_python_executions
             (id, user_id, code, status, source, started_at, finished_at, duration_ms, output, error_code)
           select ${id(1)}, ${user}, 'print("' || md5(n::text) || '")' || repeat(md5((n + 1)::text) || chr(10), 30),
                  case when n % 5000 = 1 then 'running' when n % 20 = 3 then 'failed' else 'completed' end, 'direct',
                  now() - make_interval(secs => n * 20),
                  case when n % 5000 <> 1 then now() - make_interval(secs => n * 20) end, 5, md5(n::text),
                  case when n % 20 = 3 then 'exception' end
             from generate_series(1, ${runs}) n`,
    calls: `insert into public.eliza_tool_calls
              (id, execution_id, user_id, seq, tool, function_name, call_key, occurrence, request, response, status,
               started_at, offset_ms, duration_ms)
            select ${id(2)}, ${id(1, '(n + 1) / 2')}, (${users})[1 + ((n + 1) / 2 % 6 = 0)::integer], n % 2,
                   case when n % 10 = 0 then 'ai_chat' else 'remember' end,
                   case when n % 10 = 0 then 'ai-chat' else 'remember' end, md5(n::text) || md5(n::text), 0,
                   jsonb_build_object('content', repeat(md5(n::text), 10)), jsonb_build_object('provider', 'openai'),
                   'completed', now() - make_interval(secs => n * 10), 1, 1
              from generate_series(1, ${calls}) n`,
    conversations: `insert into public.conversations (id, user_id, title, created_at, updated_at)
                    select ${id(3)}, '${owner}', md5(n::text), now() - make_interval(mins => n), now() - make_interval(mins => n)
                      from generate_series(1, ${conversations}) n`,
    messages: `insert into public.messages (id, conversation_id, user_id, role, content, created_at)
               select ${id(4)}, ${id(3, `1 + n % ${conversations}`)}, '${owner}', 'user', repeat(md5(n::text) || ' ', 30),
                      now() - interval '5 years' + make_interval(secs => n)
                 from generate_series(1, ${messages}) n`,
    memories: `insert into public.memories (id, user_id, content)
               select ${id(5)}, '${owner}', md5(n::text) || ' ' || md5((n % 100)::text) from generate_series(1, ${memories}) n`,
    vectors: `insert into public.memory_embeddings (memory_id, user_id, model, embedding)
              select ${id(5)}, '${owner}', 'a/model',
                     (select array_agg(random() - 0.5) from generate_series(1, ${dimensions} + 0 * n))::real[]::extensions.vector
                from generate_series(1, ${memories}) n`,
  }
  await sql.unsafe(`alter table public.messages disable trigger user`)
  for (const [what, statement] of Object.entries(steps)) {
    const begunAt = performance.now()
    await sql.unsafe(statement)
    console.log(`${what}: ${Math.round((performance.now() - begunAt) / 1000)} s`)
  }
  await sql.unsafe(`alter table public.messages enable trigger user`)
  await sql.unsafe('vacuum analyze')
}

/** As a signed-in person, as PostgREST does it. What is written is rolled back. */
async function measure(sql: Sql, ask: Ask): Promise<{ median: number; slowest: number }> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await sql
      .begin(async (transaction) => {
        await transaction`select set_config('request.jwt.claim.sub', ${owner}, true),
                                 set_config('request.jwt.claims', ${JSON.stringify({ sub: owner, role: 'authenticated' })}, true)`
        await transaction.unsafe('set local role authenticated')
        const begunAt = performance.now()
        await ask(transaction)
        times.push(performance.now() - begunAt)
        throw rollback
      })
      .catch((error: unknown) => {
        if (error !== rollback) throw error
      })
  }
  const rounded = (ms: number) => Math.round(ms * 10) / 10
  return { median: rounded(median(times)), slowest: rounded(Math.max(...times)) }
}
