import { expect, test } from 'vitest'
import { defaultLimits, type RunOutcome } from '../../contract/run/workerProtocol.ts'
import { newRun, reduceRun, type RunEvent } from './reduceRun.ts'
import type { ToolCallState } from './runState.ts'

const completed: RunOutcome = { status: 'completed', result: null, exitCode: 0 }
const call = (seq: number, status: ToolCallState['status']): ToolCallState => ({
  seq,
  tool: 'remember',
  functionName: 'remember',
  request: {},
  status,
  response: null,
  error: null,
  offsetMs: 1,
  durationMs: status === 'pending' ? null : 5,
})
const fold = (...events: RunEvent[]) => events.reduce(reduceRun, newRun('id', 'code', defaultLimits, 0))

test('a run waits, runs, and ends with all it printed in order', () => {
  const run = fold(
    { type: 'start', nowMs: 100 },
    { type: 'output', stream: 'stdout', text: 'a', at: 1 },
    { type: 'output', stream: 'stderr', text: 'b', at: 2 },
    { type: 'end', outcome: completed, durationMs: 7 },
  )
  expect(newRun('id', 'code', defaultLimits, 0).phase).toBe('waiting')
  expect(run).toMatchObject({ phase: 'ended', startedAtMs: 100, outcome: completed, durationMs: 7 })
  expect(run.output.map(({ stream, text }) => [stream, text])).toEqual([
    ['stdout', 'a'],
    ['stderr', 'b'],
  ])
})

test('a call that ends replaces its own beginning', () => {
  const run = fold(
    { type: 'start', nowMs: 0 },
    { type: 'tool-call', nowMs: 0, call: call(0, 'pending') },
    { type: 'tool-call', nowMs: 0, call: call(1, 'pending') },
    { type: 'tool-call', nowMs: 0, call: call(0, 'completed') },
  )
  expect(run.toolCalls.map(({ seq, status }) => [seq, status])).toEqual([
    [0, 'completed'],
    [1, 'pending'],
  ])
})

test('after the end only calls that were cut off may still change', () => {
  const ended = fold(
    { type: 'start', nowMs: 0 },
    { type: 'tool-call', nowMs: 0, call: call(0, 'pending') },
    { type: 'end', outcome: completed, durationMs: 7 },
  )
  const later = [
    { type: 'output', stream: 'stdout', text: 'late', at: 9 } as const,
    { type: 'end', outcome: { ...completed, exitCode: 1 }, durationMs: 9 } as const,
    { type: 'stop-asked' } as const,
  ].reduce(reduceRun, ended)
  expect(later).toBe(ended)
  expect(
    reduceRun(ended, { type: 'tool-call', nowMs: 0, call: call(0, 'cancelled') }).toolCalls[0]?.status,
  ).toBe('cancelled')
})

test('packages are told of as they come, and how long they took', () => {
  const first = { type: 'packages', nowMs: 100, progress: { name: null, share: 0 } } as const
  const second = { type: 'packages', nowMs: 300, progress: { name: 'numpy', share: 0.5 } } as const
  expect(fold({ type: 'start', nowMs: 90 }, first, second)).toMatchObject({
    phase: 'packages',
    startedAtMs: null,
    packages: { name: 'numpy', share: 0.5, startedAtMs: 100, durationMs: null },
  })
  expect(fold(first, second, { type: 'start', nowMs: 700 })).toMatchObject({
    phase: 'running',
    startedAtMs: 700,
    packages: { durationMs: 600 },
  })
  expect(fold({ type: 'start', nowMs: 90 }).packages).toBeNull()
})
