import { QueryClient } from '@tanstack/react-query'
import { v4 as newId } from 'uuid'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { sharedBackend } from '../../../dev/test/sharedBackend.ts'
import { createTestClient, signUpTestUser, type TestUser } from '../../../dev/test/signUpTestUser.ts'
import { createExecutionQueries } from './createExecutionQueries.ts'
import { fetchExecutionPage, type ExecutionFilters } from './fetchExecutions.ts'
import { readExecution } from './readExecution.ts'
import { openLine, type Line } from '../tests/openLine.ts'
import { beginning, call, ending, newBrowser, openTab, until, type Tab } from '../tests/openTab.ts'

const backend = sharedBackend
const everything: ExecutionFilters = { status: null, source: null, text: '' }
const { signal } = new AbortController()
let user: TestUser
let line: Line
let tab: Tab

beforeAll(async () => {
  user = await signUpTestUser(backend)
})
beforeEach(async () => {
  line = await openLine(backend.url)
  tab = openTab({ url: line.url, publishableKey: backend.publishableKey, browser: newBrowser() })
})
afterEach(async () => {
  tab.die()
  await line.close()
})

const addRuns = async (who: TestUser, rows: readonly Record<string, unknown>[]) => {
  const { error } = await who.client.from('eliza_python_executions').insert([...rows])
  expect(error).toBeNull()
}

test('pages by keyset give every row once, newest first, also where many began at the same time', async () => {
  const reader = await signUpTestUser(backend)
  const times = ['2026-03-01T10:00:00.123456Z', '2026-03-01T10:00:00.123Z', '2026-03-01T09:00:00Z']
  const rows = Array.from({ length: 120 }, (_, index) => ({
    id: newId(),
    code: `print(${index})`,
    started_at: times[index % 3],
  }))
  await addRuns(reader, rows)
  await addRuns(user, [{ id: newId(), code: 'of another' }])
  const queries = createExecutionQueries({ supabase: reader.client, outbox: tab.outbox })
  const { pages } = await new QueryClient().fetchInfiniteQuery({
    ...queries.list(reader.userId, everything),
    pages: 10,
  })
  expect(pages.map((page) => page.length)).toEqual([50, 50, 20])
  const found = pages.flat()
  const expected = rows.toSorted((one, other) =>
    one.started_at === other.started_at
      ? other.id.localeCompare(one.id)
      : times.indexOf(one.started_at ?? '') - times.indexOf(other.started_at ?? ''),
  )
  expect(found.map((row) => row.id)).toEqual(expected.map((row) => row.id))
})

test('a later page is bounded in time beside its keyset, since Postgres seeks by that alone', async () => {
  const asked: URL[] = []
  const recording = createTestClient({
    ...backend,
    fetch: async (input) => {
      asked.push(new URL(input instanceof Request ? input.url : input))
      return Response.json([])
    },
  })
  const startedAt = '2026-03-01T10:00:00.123456+00:00'
  await fetchExecutionPage(recording, everything, { startedAt, id: newId() }, signal)
  expect(asked.map(({ searchParams }) => searchParams.getAll('started_at'))).toEqual([[`lte.${startedAt}`]])
  expect(asked[0]?.searchParams.get('or')).toContain(`started_at.lt."${startedAt}"`)
})

test('a search goes on where the database stopped looking, until a page is full or nothing is left', async () => {
  const [template] = await fetchExecutionPage(await withOneRun(), everything, null, signal)
  const asked: unknown[] = []
  // Of 20,000 runs each, the first have two matches and the second have none.
  const answers = [
    { rows: [template, template], next: { id: newId(), started_at: '2026-03-02T00:00:00Z' } },
    { rows: [], next: { id: newId(), started_at: '2026-03-01T00:00:00Z' } },
    { rows: [template], next: null },
  ]
  const slow = createTestClient({
    ...backend,
    fetch: async (input, init) => {
      const { before_time, page_size } = await new Request(input, init).json()
      asked.push([before_time, page_size])
      return Response.json(answers[asked.length - 1])
    },
  })
  const found = await fetchExecutionPage(slow, { ...everything, text: 'word' }, null, signal)
  expect(found).toEqual([template, template, template])
  expect(asked).toEqual([
    [null, 50],
    ['2026-03-02T00:00:00Z', 48],
    ['2026-03-01T00:00:00Z', 48],
  ])
})

async function withOneRun() {
  const reader = await signUpTestUser(backend)
  await addRuns(reader, [{ id: newId(), code: 'word' }])
  return reader.client
}

test('a text is searched as it stands, in any case', async () => {
  const reader = await signUpTestUser(backend)
  const codes = [
    'x = "100%"',
    'f(a, b)',
    'snake_case',
    'snakeXcase',
    "it's",
    'say("hi")',
    'a*b',
    'c:\\dir',
    '(',
    'ŻÓŁĆ',
  ]
  await addRuns(
    reader,
    codes.map((code) => ({ id: newId(), code })),
  )
  const search = async (text: string) =>
    (await fetchExecutionPage(reader.client, { ...everything, text }, null, signal)).map((row) => row.title)
  expect(await search('0%')).toEqual(['x = "100%"'])
  expect(await search('a, b)')).toEqual(['f(a, b)'])
  expect(await search('SNAKE_')).toEqual(['snake_case'])
  expect(await search("'s")).toEqual(["it's"])
  expect(await search('"hi"')).toEqual(['say("hi")'])
  expect(await search('a*b')).toEqual(['a*b'])
  expect(await search('\\dir')).toEqual(['c:\\dir'])
  expect((await search('(')).toSorted()).toEqual(['(', 'f(a, b)', 'say("hi")'])
  expect(await search('żół')).toEqual(['ŻÓŁĆ'])
  expect(await search('x),status.eq.(running')).toEqual([])
  expect(await search('a\0*b\ud800')).toEqual([])
  expect(await search('  ')).toHaveLength(codes.length)
})

test('state and source are filters too, and a source cannot smuggle in a condition', async () => {
  const reader = await signUpTestUser(backend)
  const [direct, chat] = [newId(), newId()]
  await addRuns(reader, [
    { id: direct, code: '1' },
    { id: chat, code: '2', source: 'ai-chat' },
  ])
  const end = { status: 'failed', finished_at: new Date().toISOString(), error_code: 'exception' }
  await reader.client.from('eliza_python_executions').update(end).eq('id', chat)
  const find = async (filters: Partial<ExecutionFilters>) =>
    (await fetchExecutionPage(reader.client, { ...everything, ...filters }, null, signal)).map(
      (row) => row.id,
    )
  expect(await find({ status: 'running' })).toEqual([direct])
  expect(await find({ source: 'ai-chat' })).toEqual([chat])
  expect(await find({ status: 'failed', source: 'direct' })).toEqual([])
  expect(await find({ source: 'direct&status=eq.failed' })).toEqual([])
})

test('an execution comes with all its tool calls in order, however many', async () => {
  const id = newId()
  await addRuns(user, [{ id, code: 'many' }])
  const rows = Array.from({ length: 450 }, (_, seq) => call(id, 449 - seq))
  const { error } = await user.client.from('eliza_tool_calls').insert(rows)
  expect(error).toBeNull()
  const place = { supabase: user.client, outbox: tab.outbox }
  const detail = await readExecution(place, user.userId, id, signal)
  expect(detail?.execution).toMatchObject({ id, code: 'many', status: 'running' })
  expect(detail?.toolCalls.map((each) => each.seq)).toEqual(Array.from({ length: 450 }, (_, seq) => seq))
  expect(detail?.delivered).toBe(true)
})

test("what is no id, nobody's, or another's is not found", async () => {
  const stranger = await signUpTestUser(backend)
  const id = newId()
  await addRuns(user, [{ id, code: 'mine' }])
  const place = { supabase: stranger.client, outbox: tab.outbox }
  for (const asked of ['no id', newId(), id]) {
    expect(await readExecution(place, stranger.userId, asked, signal)).toBeNull()
  }
})

test('while the backend is away a run is read from the outbox; when it is back the two make one', async () => {
  await tab.session.signIn(user.email, user.password)
  line.state = 'down'
  const id = newId()
  tab.recorder.runStarted(beginning(id, 'waiting'))
  tab.recorder.toolCallEnded(call(id, 0))
  tab.recorder.runEnded(ending(id, { result: { 'text/plain': 'set()' } }))
  await until(tab.outbox, ({ pending }) => pending === 3)
  const waiting = await readExecution(tab, user.userId, id, signal)
  expect(waiting).toMatchObject({
    execution: { code: 'waiting', status: 'completed', result: 'set()', result_mime: 'text/plain' },
    toolCalls: [{ seq: 0 }],
    delivered: false,
  })
  line.state = 'up'
  await until(tab.outbox, ({ pending }) => pending === 0)
  const delivered = await readExecution(tab, user.userId, id, signal)
  expect(delivered?.delivered).toBe(true)
  expect(delivered?.toolCalls).toHaveLength(1)
  expect(delivered?.execution.result).toBe('set()')
})

test.each(['set()', '123', 'null', '"quoted"', '[1]', '', '0', 0, false, null, { a: '1' }, ['2']])(
  'the value %j comes back as it is',
  async (value) => {
    const id = newId()
    await addRuns(user, [{ id, code: 'value' }])
    const table = user.client.from('eliza_python_executions')
    expect((await table.update({ result: value }).eq('id', id)).error).toBeNull()
    const calls = user.client.from('eliza_tool_calls')
    expect((await calls.insert([{ ...call(id, 0), response: value }])).error).toBeNull()
    const detail = await readExecution({ supabase: user.client, outbox: tab.outbox }, user.userId, id, signal)
    expect(detail?.execution.result).toEqual(value)
    expect(detail?.toolCalls[0]?.response).toEqual(value)
  },
)
