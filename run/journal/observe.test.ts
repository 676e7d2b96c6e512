import { expect, test } from 'vitest'
import { chatLimits } from '../../contract/chat/chat.ts'
import { pythonTree, type RunOutcome } from '../../contract/run/workerProtocol.ts'
import { newRun } from './reduceRun.ts'
import { startOf } from './tests/runOf.ts'
import type { RunState } from './runState.ts'
import { observe } from './observe.ts'
import { viewRun } from './viewRun.ts'

const ended = (outcome: RunOutcome, change: Partial<RunState> = {}) =>
  observe(
    viewRun({
      ...newRun(startOf('run'), 0),
      phase: 'ended',
      outcome,
      durationMs: 12.3,
      ...change,
    }),
  )
const completed = (result: NonNullable<Extract<RunOutcome, { status: 'completed' }>['result']> | null) =>
  ended({ status: 'completed', result, exitCode: 0 })
const failed = (code: 'exception' | 'timed-out' | 'exited', message: string, traceback: string | null) =>
  ended({ status: 'failed', code, message, traceback, line: null, exitCode: 1 })

test('a value is told as JSON where it has that, else as its repr, and none is none', () => {
  expect(completed({ 'application/json': '0', 'text/plain': '0' })).toMatchObject({ ok: true, result: '0' })
  expect(completed({ 'text/plain': '<object>' })).toMatchObject({ result: '<object>', artifacts: [] })
  expect(completed(null)).toMatchObject({ ok: true, result: null, error: null, ms: 12, execution_id: 'run' })
})

test('a value that JSON does not keep is told as its repr', () => {
  const result = {
    'application/json': '[1,2]',
    [pythonTree]: '{"$":["tuple",[1,2]]}',
    'text/plain': '(1, 2)',
  }
  expect(completed(result)).toMatchObject({ result: '(1, 2)', artifacts: [] })
})

test('what the person sees is named by its form', () => {
  expect(completed({ 'text/html': '<b>1</b>', 'text/plain': '1' }).artifacts).toEqual(['text/html'])
})

test('an exception is its traceback; what else ended the script is said below it', () => {
  const traceback = 'Traceback (most recent call last):\n  File "script.py", line 1\nKeyboardInterrupt\n'
  expect(failed('exception', 'ValueError: no', 'Traceback\nValueError: no\n').error).toBe(
    'Traceback\nValueError: no',
  )
  expect(failed('timed-out', 'Python stopped after 30 s.', traceback).error).toMatch(
    /KeyboardInterrupt\nPython stopped after 30 s\.$/,
  )
  expect(failed('exited', 'The script ended itself.', null).error).toBe('The script ended itself.')
})

test('what is too long keeps its head and tail, and output that was not kept is said', () => {
  const text = `begin${'x'.repeat(100_000)}end`
  const { stdout } = ended(
    { status: 'completed', result: null, exitCode: 0 },
    { output: [{ stream: 'stdout', text, at: 0 }], outputOmitted: 1_234_567 },
  )
  expect(stdout.length).toBeLessThan(chatLimits.observationCharacters * 1.1)
  expect(stdout).toMatch(/^begin[\s\S]*left out[\s\S]*end\n… 1\.2 MB more were printed and not kept …$/)
})
