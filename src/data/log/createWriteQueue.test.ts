import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ToolCall } from '../../../contract/run/executions.ts'
import type { OpenRun, OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import { openStorage } from '../../../lib/openStorage.ts'
import { createStorage } from '../../../lib/tests/createStorage.ts'
import { createLeftEntries } from './createLeftEntries.ts'
import { createWriteQueue } from './createWriteQueue.ts'
import { interruptedEnd } from './interruptedEnd.ts'

const run: OpenRun = {
  executionId: 'a',
  userId: 'ada',
  head: { id: 'a', title: '', source: 'direct', started_at: '2026-01-01T12:00:00Z' },
}
const beginning: OutboxEntry = {
  ...run,
  kind: 'run-started',
  row: { id: 'a', code: '', source: 'direct', executor: 'browser', workflow_id: null, started_at: '' },
}
const call: ToolCall = {
  id: '0',
  execution_id: 'a',
  seq: 0,
  tool: 'remember',
  function_name: 'remember',
  call_key: '',
  occurrence: 0,
  request: {},
  response: {},
  request_text: null,
  response_text: null,
  status: 'completed',
  error: null,
  started_at: '2026-01-01T12:00:00Z',
  offset_ms: 0,
  duration_ms: 1,
  cached: false,
}
const calls = (...seqs: readonly number[]): OutboxEntry => ({
  ...run,
  kind: 'tool-calls',
  rows: seqs.map((seq) => ({ ...call, id: `${seq}`, seq })),
})
const ending = interruptedEnd(run)

let storage: Storage
beforeEach(() => {
  vi.useFakeTimers()
  storage = createStorage()
})
afterEach(() => vi.useRealTimers())

function open() {
  const write = vi.fn<(entries: readonly OutboxEntry[]) => Promise<void>>(async () => {})
  const writeLeft = vi.fn<(entries: readonly OutboxEntry[]) => Promise<void>>(async () => {})
  const leftEntries = createLeftEntries(openStorage(() => storage))
  const queue = createWriteQueue({ leftEntries, write, writeLeft })
  const kinds = () => write.mock.calls.map(([entries]) => entries.map(({ kind }) => kind))
  return { queue, write, writeLeft, kinds }
}

test('a run that ends at once is written in one piece', async () => {
  const { queue, write, kinds } = open()
  queue.add(beginning)
  queue.add(calls(0))
  queue.add(calls(1))
  queue.add(ending)
  await vi.advanceTimersByTimeAsync(0)
  expect(kinds()).toEqual([['run-started', 'tool-calls', 'run-ended']])
  expect(write.mock.calls[0]?.[0][1]).toMatchObject({ rows: [{ seq: 0 }, { seq: 1 }] })
})

test('the beginning of a longer run waits 50 ms, its tool calls 250 ms', async () => {
  const { queue, kinds } = open()
  queue.add(beginning)
  await vi.advanceTimersByTimeAsync(49)
  expect(kinds()).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  queue.add(calls(0))
  await vi.advanceTimersByTimeAsync(200)
  queue.add(calls(1))
  await vi.advanceTimersByTimeAsync(50)
  expect(kinds()).toEqual([['run-started'], ['tool-calls']])
})

test('one piece is written after the other, and one that fails does not hold up the next', async () => {
  const complain = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { queue, write, kinds } = open()
  let fail: ((reason: unknown) => void) | undefined
  write.mockImplementationOnce(() => new Promise((_resolve, reject) => (fail = reject)))
  queue.add(beginning)
  queue.flush()
  await vi.advanceTimersByTimeAsync(0)
  queue.add(ending)
  queue.flush()
  await vi.advanceTimersByTimeAsync(1000)
  expect(kinds()).toEqual([['run-started']])
  fail?.(new Error('The disk is full.'))
  await queue.written()
  expect(kinds()).toEqual([['run-started'], ['run-ended']])
  expect(complain).toHaveBeenCalledOnce()
  complain.mockRestore()
})

test('what a page had not written when it went, written or waiting, is written by the next one, in order and once', async () => {
  const leaving = open()
  leaving.write.mockReturnValue(new Promise(() => {}))
  leaving.queue.add(beginning)
  await vi.advanceTimersByTimeAsync(50)
  leaving.queue.add(ending)
  leaving.queue.keepUnwritten()

  const next = open()
  await next.queue.takeLeft()
  await next.queue.takeLeft()
  expect(next.writeLeft.mock.calls.map(([entries]) => entries.map(({ kind }) => kind))).toEqual([
    ['run-started', 'run-ended'],
  ])
})

test('a page that has written all leaves nothing', async () => {
  const { queue } = open()
  queue.add(beginning)
  queue.flush()
  await queue.written()
  queue.keepUnwritten()
  expect(storage.length).toBe(0)
})

test('an ended queue writes nothing of itself', async () => {
  const { queue, write } = open()
  queue.add(beginning)
  queue.dispose()
  await vi.advanceTimersByTimeAsync(1000)
  expect(write).not.toHaveBeenCalled()
})
