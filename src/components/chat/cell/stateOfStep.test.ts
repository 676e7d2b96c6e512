import { expect, test } from 'vitest'
import { runFailureMessage } from '../../../../contract/run/runFailures.ts'
import type { PythonPart } from '../ChatWindowParts.ts'
import { stateOfStep } from './stateOfStep.ts'
import { runOf } from '../tests/chatStateOf.ts'

const call = { type: 'tool-execute_python', toolCallId: 'one' } as const
const input = { code: 'await tools.remember("x")' }
const told = (error: string | null): PythonPart => ({
  ...call,
  state: 'output-available',
  input,
  output: { ok: error === null, stdout: '', result: null, error, artifacts: [], ms: 1, execution_id: 'e' },
})
const limits = { runSeconds: 30, toolCalls: 1, toolCallsAtOnce: 1, memoryMegabytes: 50 } as const
const denied = 'Traceback (most recent call last):\neliza_tools.ToolDenied: You did not allow this call.'

test.each<[PythonPart, string]>([
  [{ ...call, state: 'input-streaming' }, 'writing'],
  [{ ...call, state: 'input-available', input }, 'queued'],
  [{ ...call, state: 'output-error', input, errorText: 'No code.' }, 'not-run'],
  [told(null), 'completed'],
  [told('ValueError: no'), 'failed'],
  [told(runFailureMessage('stopped', limits)), 'stopped'],
  [told(denied), 'denied'],
  [told('print("ToolDenied")\nValueError: no'), 'failed'],
])('a step of another visit is as the model was told of it: %#', (part, state) => {
  expect(stateOfStep(part, undefined)).toBe(state)
})

test('a run of this tab knows better', () => {
  const part: PythonPart = { ...call, state: 'input-available', input }
  const stateOf = (change: Parameters<typeof runOf>[0]) =>
    stateOfStep(part, { run: runOf(change), isRerun: false })
  expect(stateOf({})).toBe('running')
  expect(stateOf({ toolCalls: [{ tool: 'remember', status: 'asking' }] })).toBe('asking')
  expect(stateOf({ failure: 'The script was stopped.', failureCode: 'stopped' })).toBe('stopped')
  expect(stateOf({ failure: 'ValueError: no' })).toBe('failed')
  const wasDenied = [{ tool: 'remember', status: 'failed' }] as const
  expect(stateOf({ failure: 'ToolDenied: You did not allow this call.', toolCalls: wasDenied })).toBe(
    'denied',
  )
})
