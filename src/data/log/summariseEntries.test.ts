import { expect, test } from 'vitest'
import type { EntryOf, OpenRun, OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import { interruptedEnd } from './interruptedEnd.ts'
import { summariseEntries } from './summariseEntries.ts'

const open = (id: string): OpenRun => ({
  executionId: id,
  userId: 'ada',
  head: { id, title: 'print', source: 'direct', started_at: '2026-01-01T12:00:00Z' },
})
const beginning = (id: string, code: string): OutboxEntry => ({
  ...open(id),
  kind: 'run-started',
  row: {
    id,
    code,
    source: 'direct',
    executor: 'browser',
    workflow_id: null,
    started_at: '2026-01-01T12:00:00Z',
  },
})
const ending = (id: string): EntryOf<'run-ended'> => interruptedEnd(open(id))

test('a run has the script of its beginning, also when its end is known', () => {
  expect(
    summariseEntries([beginning('a', 'print(1)'), beginning('b', 'print(2)'), ending('a')]),
  ).toMatchObject([
    { id: 'a', code: 'print(1)', status: 'failed', error_code: 'interrupted' },
    { id: 'b', code: 'print(2)', status: 'running', error_code: null },
  ])
})

test('a run whose beginning is delivered has no script here', () => {
  expect(summariseEntries([ending('a')])).toMatchObject([
    { id: 'a', title: 'print', code: null, status: 'failed' },
  ])
})
