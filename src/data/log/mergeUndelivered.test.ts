import { expect, test } from 'vitest'
import type { ExecutionFilters } from './fetchExecutions.ts'
import { mergeUndelivered } from './mergeUndelivered.ts'
import type { UndeliveredRun } from './summariseEntries.ts'

const everything: ExecutionFilters = { status: null, source: null, text: '' }

const run = (id: string, started_at: string, change: Partial<UndeliveredRun> = {}): UndeliveredRun => ({
  id,
  title: `print("${id}")`,
  code: `print("${id}")`,
  status: 'completed',
  error_code: null,
  error_message: null,
  source: 'direct',
  executor: 'browser',
  started_at,
  finished_at: null,
  duration_ms: null,
  ...change,
})

const ids = (...input: Parameters<typeof mergeUndelivered>) => mergeUndelivered(...input).map((row) => row.id)

test('a waiting run stands where its time puts it, although the backend writes times otherwise', () => {
  const rows = [run('c', '2026-01-01T12:00:02.5+00:00'), run('a', '2026-01-01T12:00:00+00:00')]
  const merged = mergeUndelivered(rows, [run('b', '2026-01-01T12:00:01.000Z')], everything, false)
  expect(merged.map((row) => [row.id, row.delivered])).toEqual([
    ['c', true],
    ['b', false],
    ['a', true],
  ])
})

test('of a run that is known twice the waiting state is the newer one', () => {
  const rows = [run('a', '2026-01-01T12:00:00+00:00', { status: 'running' })]
  const merged = mergeUndelivered(rows, [run('a', '2026-01-01T12:00:00Z')], everything, false)
  expect(merged).toMatchObject([{ id: 'a', status: 'completed', delivered: false }])
  expect(ids(rows, [run('a', '2026-01-01T12:00:00Z')], { ...everything, status: 'running' }, false)).toEqual(
    [],
  )
})

test('a waiting run that belongs on a later page is left to that page', () => {
  const rows = [run('b', '2026-01-01T12:00:00Z')]
  const waiting = [run('a', '2026-01-01T11:00:00Z')]
  expect(ids(rows, waiting, everything, true)).toEqual(['b'])
  expect(ids(rows, waiting, everything, false)).toEqual(['b', 'a'])
})

test('filters hold for waiting runs too', () => {
  const waiting = [run('a', '2026-01-01T12:00:00Z'), run('b', '2026-01-01T11:00:00Z', { source: 'ai-chat' })]
  expect(ids([], waiting, { ...everything, source: 'ai-chat' }, false)).toEqual(['b'])
  expect(ids([], waiting, { ...everything, text: 'PRINT("A' }, false)).toEqual(['a'])
  expect(ids([], waiting, { ...everything, status: 'failed' }, false)).toEqual([])
})

test('a text is searched for in the whole script of a waiting run', () => {
  const code = `${'# a long beginning\n'.repeat(20)}print("the End")`
  const waiting = [run('a', '2026-01-01T12:00:00Z', { title: code.slice(0, 200), code })]
  expect(ids([], waiting, { ...everything, text: 'THE end' }, false)).toEqual(['a'])
  expect(ids([], waiting, { ...everything, text: 'the very end' }, false)).toEqual([])
  const tooLong = `${code.slice(0, 200)} is followed by what the search leaves out`
  expect(ids([], waiting, { ...everything, text: tooLong }, false)).toEqual(['a'])
})

test('of a run whose end alone waits, the backend says whether its script has the text', () => {
  const waiting = [run('a', '2026-01-01T12:00:00Z', { code: null })]
  const atBackend = [run('a', '2026-01-01T12:00:00+00:00', { status: 'running' })]
  const filters = { ...everything, text: 'far down' }
  expect(mergeUndelivered(atBackend, waiting, filters, false)).toMatchObject([
    { id: 'a', status: 'completed', delivered: false },
  ])
  expect(ids([], waiting, filters, false)).toEqual([])
  expect(ids([], waiting, { ...everything, text: 'PRINT' }, false)).toEqual(['a'])
})
