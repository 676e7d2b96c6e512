import { expect, test } from 'vitest'
import type { NewRunEvent } from '../../contract/run/runEvents.ts'
import { callEnded, callStarted, hearAll, runOf } from './tests/runOf.ts'
import { readClocks } from './readClocks.ts'

const fold = (...events: [at: number, NewRunEvent][]) => runOf(1000, events)
const started: NewRunEvent = { type: 'script-started' }
const asked: NewRunEvent = { type: 'input-asked', inputId: 1, prompt: '?', isHidden: false }
const answered: NewRunEvent = { type: 'input-answered', inputId: 1, text: '!' }
const ended: NewRunEvent = {
  type: 'run-ended',
  outcome: { status: 'completed', result: null, exitCode: 0 },
}

test('a run that waits for Python has used time for its start alone', () => {
  expect(readClocks(fold(), 1700)).toEqual({ starting: 700, packages: 0, running: 0, tools: 0, answering: 0 })
})

test('starting, packages, tools and answers each have their own time, and the rest is running', () => {
  const run = fold(
    [500, { type: 'packages-asked', imports: ['numpy'] }],
    [2500, started],
    [2600, callStarted(0)],
    [2750, callStarted(1)],
    [2800, callEnded(0)],
    [2900, callEnded(1)],
    [3500, asked],
    [5500, answered],
    [6500, ended],
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
  const run = fold([0, started], [100, callStarted(0)])
  expect(readClocks(run, 1600)).toMatchObject({ running: 100, tools: 500 })
  expect(readClocks(hearAll(run, [[600, asked]]), 2600)).toMatchObject({ answering: 1000 })
})

test('the time in which a call asks is an answer, not the tool, and the calls beside it have theirs', () => {
  const run = fold(
    [0, started],
    [100, callStarted(0)],
    [100, { type: 'tool-call-asked', call: 0 }],
    [200, asked],
    [300, answered],
  )
  expect(run.callsAsking).toBe(1)
  expect(readClocks(run, 1600)).toMatchObject({ running: 100, tools: 0, answering: 500 })
  const over = hearAll(run, [
    [1100, { type: 'tool-call-decided', call: 0, choice: 'allow' }],
    [1300, callEnded(0)],
    [1500, ended],
  ])
  expect(over.callsAsking).toBe(0)
  expect(readClocks(over, 99_999)).toMatchObject({ running: 300, tools: 200, answering: 1000 })
})

test('a run that was stopped while a question was open ends both', () => {
  const run = fold([0, started], [200, asked], [700, ended])
  expect(readClocks(run, 99_999)).toMatchObject({ running: 200, answering: 500 })
})
