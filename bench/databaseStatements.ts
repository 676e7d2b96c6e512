/** The app's statements whose time could grow with the log, as PostgREST sends them for a signed-in person. */
import type { TransactionSql } from 'postgres'

export type Ask = (sql: TransactionSql) => Promise<unknown>

export const owner = '00000000-0000-4000-8000-000000000001'

const list = `select id, title, status, error_code, error_message, source, executor, started_at, finished_at, duration_ms
                from public.eliza_python_executions`
const newestFirst = 'order by started_at desc, id desc limit 50'
const nobody = '00000000-0000-0000-0000-000000000000'

const text = (sql: TransactionSql, statement: string) => sql.unsafe(statement)

/** @param runs How many there are; one in 20 s. */
export function createStatements(runs: number, dimensions: number): Readonly<Record<string, Ask>> {
  const page = (number: number): Ask => {
    const time = new Date(Date.now() - Math.min(number * 50, runs - 60) * 20_000).toISOString()
    return (sql) =>
      text(
        sql,
        `${list} where started_at <= '${time}' and (started_at < '${time}' or (started_at = '${time}' and id < '${nobody}'))
         ${newestFirst}`,
      )
  }
  const search = (words: string, wanted: number) => (sql: TransactionSql, before: string) =>
    text(sql, `select public.search_executions('${words}', null, null, ${before}, ${wanted}) as answer`)
  const vector = `(select array_agg(sin(n)) from generate_series(1, ${dimensions}) n)::real[]::extensions.vector`
  return {
    'runs, page 1': (sql) => text(sql, `${list} ${newestFirst}`),
    'runs, page 1,000': page(1000),
    'runs, page 10,000': page(10_000),
    'runs, still running': (sql) => text(sql, `${list} where status = 'running' ${newestFirst}`),
    'runs, a source that never ran': (sql) => text(sql, `${list} where source = 'ai-chat' ${newestFirst}`),
    'runs, search for a common word': (sql) => search('print', 50)(sql, 'null, null'),
    'runs, search for an absent word, one statement': (sql) => search('nowhere', 50)(sql, 'null, null'),
    'one run': (sql) =>
      text(
        sql,
        `select * from public.eliza_python_executions where id = '10000000-0000-4000-8000-0000000000ff'`,
      ),
    'its calls': (sql) =>
      text(
        sql,
        `select * from public.eliza_tool_calls where execution_id = '10000000-0000-4000-8000-0000000000ff' and seq > -1
         order by seq limit 200`,
      ),
    'a run begins': (sql) =>
      text(
        sql,
        `insert into public.eliza_python_executions (id, code, instance_id) values (gen_random_uuid(), '1', gen_random_uuid())`,
      ),
    heartbeat: (sql) =>
      text(
        sql,
        `select public.beat_executions('${nobody}', array['10000000-0000-4000-8000-0000000000ff']::uuid[])`,
      ),
    'end what never ended': (sql) => text(sql, 'select public.settle_abandoned_executions()'),
    'AI use of 30 days': (sql) =>
      text(
        sql,
        `select execution_id, function_name, started_at, duration_ms, response ->> 'provider' from public.eliza_tool_calls
          where function_name in ('ai-chat', 'gemini-chat') and status = 'completed'
            and started_at > now() - interval '30 days'
          order by started_at desc limit 1000`,
      ),
    'conversations, page 1': (sql) =>
      text(sql, `select public.search_conversations('{}', '{}', null, null, 50)`),
    'conversations, search for an absent word, one statement': (sql) =>
      text(sql, `select public.search_conversations('{%nowhere%}', '{}', null, null, 50)`),
    'memories by words and meaning': (sql) =>
      text(sql, `select * from public.match_memories('nowhere to be found', 10, ${vector}, 'a/model', 0.2)`),
  }
}
