import { expect, test } from 'vitest'
import type { NewRunEvent } from '../../contract/run/runEvents.ts'
import type { RunOutcome } from '../../contract/run/workerProtocol.ts'
import { newRun } from './reduceRun.ts'
import { callEnded, callStarted, hearAll, runOf, startOf } from './tests/runOf.ts'

const completed: RunOutcome = { status: 'completed', result: null, exitCode: 0 }
const started: NewRunEvent = { type: 'script-started' }
const ended: NewRunEvent = { type: 'run-ended', outcome: completed }

test('a run waits, runs, and ends with all it printed in order, timed since its script began', () => {
  const run = runOf(1000, [
    [100, started],
    [101, { type: 'output-delta', stream: 'stdout', text: 'a' }],
    [102, { type: 'output-delta', stream: 'stderr', text: 'b' }],
    [107, ended],
  ])
  expect(newRun(startOf(), 0).phase).toBe('waiting')
  expect(run).toMatchObject({ phase: 'ended', startedAtMs: 1100, outcome: completed, durationMs: 7 })
  expect(run.output).toEqual([
    { stream: 'stdout', text: 'a', at: 1 },
    { stream: 'stderr', text: 'b', at: 2 },
  ])
})

test('a call that ends replaces its own beginning', () => {
  const run = runOf(0, [
    [0, started],
    [1, callStarted(0)],
    [2, callStarted(1)],
    [6, callEnded(0)],
  ])
  expect(
    run.toolCalls.map(({ seq, status, offsetMs, durationMs }) => [seq, status, offsetMs, durationMs]),
  ).toEqual([
    [0, 'completed', 1, 5],
    [1, 'pending', 2, null],
  ])
})

test("a person's time to decide is not the tool's", () => {
  const run = runOf(0, [
    [0, started],
    [1, callStarted(0)],
    [1, { type: 'tool-call-asked', call: 0 }],
    [101, { type: 'tool-call-decided', call: 0, choice: 'allow' }],
    [106, callEnded(0)],
  ])
  expect(run.toolCalls[0]).toMatchObject({ status: 'completed', offsetMs: 101, durationMs: 5 })
  expect(run).toMatchObject({ callsAsking: 0, answering: { sinceMs: null, totalMs: 100 } })
})

test('after the end nothing changes any more, and events of calls that never began change nothing', () => {
  const run = runOf(0, [
    [0, started],
    [1, callStarted(0)],
    [7, ended],
  ])
  const later: [number, NewRunEvent][] = [
    [9, { type: 'output-delta', stream: 'stdout', text: 'late' }],
    [9, { type: 'run-ended', outcome: { ...completed, exitCode: 1 } }],
    [9, { type: 'stop-asked', reason: 'stopped' }],
    [9, callEnded(0)],
  ]
  expect(hearAll(run, later)).toBe(run)
  const running = runOf(0, [[0, started]])
  expect(hearAll(running, [[1, callEnded(5)]])).toBe(running)
})

test('a script that begins while it is being stopped is still being stopped', () => {
  const run = runOf(0, [
    [0, { type: 'stop-asked', reason: 'stopped' }],
    [1, started],
  ])
  expect(run.phase).toBe('stopping')
})

test('packages are told of as they come, and how long they took', () => {
  const asked: NewRunEvent = { type: 'packages-asked', imports: ['numpy'] }
  const progressed: NewRunEvent = { type: 'packages-progressed', name: 'numpy', share: 0.5 }
  expect(
    runOf(0, [
      [100, asked],
      [300, progressed],
    ]),
  ).toMatchObject({
    phase: 'packages',
    startedAtMs: null,
    packages: { name: 'numpy', share: 0.5, startedAtMs: 100, durationMs: null },
  })
  expect(
    runOf(0, [
      [100, asked],
      [300, progressed],
      [700, started],
    ]),
  ).toMatchObject({
    phase: 'running',
    startedAtMs: 700,
    packages: { durationMs: 600 },
  })
  expect(runOf(0, [[90, started]]).packages).toBeNull()
})
