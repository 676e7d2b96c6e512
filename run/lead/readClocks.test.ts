import { expect, test } from 'vitest'
import { defaultLimits } from '../../contract/run/workerProtocol.ts'
import { readClocks } from './readClocks.ts'
import { newRun, reduceRun, type RunEvent } from '../journal/reduceRun.ts'
import type { ToolCallState } from '../journal/runState.ts'

const call = (seq: number, offsetMs: number, durationMs: number | null): RunEvent => {
  const status: ToolCallState['status'] = durationMs === null ? 'pending' : 'completed'
  const rest = { tool: 'remember', functionName: 'remember', request: {}, response: null, error: null }
  return { type: 'tool-call', nowMs: 0, call: { seq, status, offsetMs, durationMs, ...rest } }
}
const fold = (...events: RunEvent[]) => events.reduce(reduceRun, newRun('id', 'code', defaultLimits, 1000))
const completed = { status: 'completed', result: null, exitCode: 0 } as const

test('a run that waits for Python has used time for its start alone', () => {
  expect(readClocks(fold(), 1700)).toEqual({ starting: 700, packages: 0, running: 0, tools: 0, answering: 0 })
})

test('starting, packages, tools and answers each have their own time, and the rest is running', () => {
  const run = fold(
    { type: 'packages', nowMs: 1500, progress: { name: 'numpy', share: 0 } },
    { type: 'start', nowMs: 3500 },
    call(0, 100, 200),
    call(1, 250, 150),
    { type: 'question', inputId: 1, prompt: '?', nowMs: 4500 },
    { type: 'answer', inputId: 1, nowMs: 6500 },
    { type: 'end', outcome: completed, durationMs: 4000 },
  )
  expect(readClocks(run, 99_999)).toEqual({
    starting: 500,
    packages: 2000,
    running: 1700,
    tools: 300,
    answering: 2000,
  })
})

test('what is still going on counts until now', () => {
  const run = fold({ type: 'start', nowMs: 1000 }, call(0, 100, null))
  expect(readClocks(run, 1600)).toMatchObject({ running: 100, tools: 500 })
  const asking = reduceRun(run, { type: 'question', inputId: 1, prompt: '?', nowMs: 1600 })
  expect(readClocks(asking, 2600)).toMatchObject({ answering: 1000 })
})

test('the time in which a call asks is an answer, not the tool, and the calls beside it have theirs', () => {
  const asking = (
    offsetMs: number,
    status: ToolCallState['status'],
    durationMs: number | null,
    nowMs: number,
  ) => {
    const rest = { tool: 'remember', functionName: 'remember', request: {}, response: null, error: null }
    return { type: 'tool-call', nowMs, call: { seq: 0, status, offsetMs, durationMs, ...rest } } as const
  }
  const run = fold(
    { type: 'start', nowMs: 1000 },
    asking(100, 'asking', null, 1100),
    { type: 'question', inputId: 1, prompt: '?', nowMs: 1200 },
    { type: 'answer', inputId: 1, nowMs: 1300 },
  )
  expect(run.callsAsking).toBe(1)
  expect(readClocks(run, 1600)).toMatchObject({ running: 100, tools: 0, answering: 500 })
  const ended = [
    asking(1100, 'pending', null, 2100),
    asking(1100, 'completed', 200, 2300),
    { type: 'end', outcome: completed, durationMs: 1500 } as const,
  ].reduce(reduceRun, run)
  expect(ended.callsAsking).toBe(0)
  expect(readClocks(ended, 99_999)).toMatchObject({ running: 300, tools: 200, answering: 1000 })
})

test('a run that was stopped while a question was open ends both', () => {
  const run = fold(
    { type: 'start', nowMs: 1000 },
    { type: 'question', inputId: 1, prompt: '?', nowMs: 1200 },
    { type: 'end', outcome: completed, durationMs: 700 },
  )
  expect(readClocks(run, 99_999)).toMatchObject({ running: 200, answering: 500 })
})
