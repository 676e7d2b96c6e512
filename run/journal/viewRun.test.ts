import { expect, test } from 'vitest'
import type { Execution, ToolCall } from '../../contract/run/executions.ts'
import type { RunOutcome } from '../../contract/run/workerProtocol.ts'
import { observe } from './observe.ts'
import { newRun } from './reduceRun.ts'
import type { RunState, ToolCallState } from './runState.ts'
import { startOf } from './tests/runOf.ts'
import { viewRun } from './viewRun.ts'

const begun: RunState = {
  ...newRun(startOf('run'), 1_000),
  phase: 'running',
  startedAtMs: 1_500,
  output: [
    { stream: 'stdout', text: 'before\n', at: 1 },
    { stream: 'stderr', text: 'after\n', at: 3 },
  ],
  displays: [{ bundle: { 'text/html': '<b>1</b>', 'text/plain': '1' }, position: 7, at: 2 }],
}
const call: ToolCallState = {
  seq: 0,
  tool: 'remember',
  functionName: 'remember',
  requestJson: '{"text":"x","2":1.0,"1":9007199254740993}',
  responseJson: '{"id":1.0}',
  status: 'completed',
  error: null,
  offsetMs: 10,
  durationMs: 30,
}
const result = {
  'text/html': '<i>2</i>',
  'application/json': '{"2031":5.0,"2029":9007199254740993}',
  'text/plain': "{'2031': 5.0, '2029': 9007199254740993}",
}
const completed: RunOutcome = { status: 'completed', result, exitCode: 0 }
const failed: RunOutcome = {
  status: 'failed',
  code: 'exception',
  message: 'ValueError: no',
  traceback: 'Traceback\nValueError: no\n',
  line: 3,
  exitCode: 1,
}
const endedBy = (outcome: RunOutcome): RunState => ({
  ...begun,
  phase: 'ended',
  toolCalls: [call],
  outputOmitted: 7,
  outcome,
  durationMs: 100,
})

const row: Execution = {
  id: 'run',
  code: 'code',
  status: 'completed',
  error_code: null,
  error_message: null,
  source: 'direct',
  executor: 'browser',
  started_at: '2026-01-01T00:00:00Z',
  finished_at: '2026-01-01T00:00:01Z',
  duration_ms: 100,
  result: { '2029': '9007199254740993', '2031': 5 },
  result_mime: 'application/json',
  result_forms: result,
  displays: [...begun.displays],
  output: 'before\nafter\n',
  output_spans: [7, 6],
  traceback: null,
  exit_code: 0,
  workflow_id: null,
  conversation_id: null,
  metadata: { output_omitted: 7 },
}
const failedRow: Execution = {
  ...row,
  status: 'failed',
  error_code: 'exception',
  error_message: 'ValueError: no',
  traceback: 'Traceback\nValueError: no\n',
  result: null,
  result_mime: null,
  result_forms: null,
  metadata: { output_omitted: 7, line: 3 },
}
const callRow: ToolCall = {
  id: 'call',
  execution_id: 'run',
  seq: 0,
  tool: 'remember',
  function_name: 'remember',
  call_key: 'key',
  occurrence: 0,
  request: { '1': '9007199254740993', '2': 1, text: 'x' },
  response: { id: 1 },
  request_text: call.requestJson,
  response_text: call.responseJson,
  status: 'completed',
  error: null,
  started_at: '2026-01-01T00:00:00Z',
  offset_ms: 10,
  duration_ms: 30,
  cached: false,
}
const logged = (execution: Execution) => ({ execution, toolCalls: [callRow] })

test.each([
  ['completed', completed, row],
  ['failed', failed, failedRow],
])('a run that %s looks the same live and in the log, and is told alike', (_status, outcome, execution) => {
  const [live, stored] = [viewRun(endedBy(outcome)), viewRun(logged(execution))]
  const textOf = (view: typeof live) =>
    view.output.map(({ text, display }) => [text.map((piece) => [piece.stream, piece.text]), display])
  expect(textOf(stored)).toEqual(textOf(live))
  expect(textOf(live)).toEqual([
    [[['stdout', 'before\n']], begun.displays[0]],
    [[['stderr', 'after\n']], undefined],
  ])
  const rest = { output: null, clocks: null }
  expect({ ...stored, ...rest }).toEqual({ ...live, ...rest })
  expect(observe(stored)).toEqual(observe(live))
  expect(observe(live)).toMatchObject({
    artifacts: outcome === completed ? ['text/html', 'text/html'] : ['text/html'],
  })
})

test('a row of an earlier version shows what it has', () => {
  const earlier: Execution = {
    ...row,
    output_spans: null,
    result: [1, 2],
    result_forms: { 'text/html': '2' },
  }
  const { output, result: shown } = viewRun(logged(earlier))
  expect(output.map(({ text }) => text)).toEqual([
    [{ stream: 'stdout', text: 'before\n' }],
    [{ stream: 'stdout', text: 'after\n' }],
  ])
  expect(shown).toEqual({ 'text/html': '2', 'application/json': '[1,2]', 'text/plain': '' })
  const calls = [{ ...callRow, request_text: null, response_text: null }]
  expect(viewRun({ execution: earlier, toolCalls: calls }).calls).toMatchObject([
    { requestJson: JSON.stringify(callRow.request), responseJson: '{"id":1}' },
  ])
})

test('the log knows how long tools took, and no more of where the time went', () => {
  expect(viewRun(endedBy(completed)).clocks).toEqual({
    starting: 500,
    packages: 0,
    running: 70,
    tools: 30,
    answering: 0,
  })
  expect(viewRun(logged(row)).clocks).toEqual({
    starting: null,
    packages: null,
    running: 70,
    tools: 30,
    answering: null,
  })
})

test('a run that goes on has no result, no failure and no end', () => {
  expect(viewRun(begun)).toMatchObject({
    status: 'running',
    result: null,
    failure: null,
    durationMs: null,
    clocks: null,
  })
  const execution: Execution = {
    ...row,
    status: 'running',
    duration_ms: null,
    result_mime: null,
    output: '',
    displays: [],
  }
  expect(viewRun(logged(execution))).toMatchObject({
    status: 'running',
    output: [],
    failure: null,
    clocks: null,
  })
})

test('the line at which a script was stopped is not at fault', () => {
  expect(viewRun(endedBy(failed)).fault).toEqual({ line: 3, message: 'ValueError: no' })
  const stopped = viewRun(endedBy({ ...failed, code: 'stopped' }))
  expect(stopped).toMatchObject({ fault: null, failure: { code: 'stopped' } })
  expect(viewRun(logged({ ...failedRow, error_code: 'stopped' })).fault).toBeNull()
})

test('metadata that another version of the app wrote is not taken for granted', () => {
  const metadata = { line: 0, output_omitted: 'much' }
  expect(viewRun(logged({ ...failedRow, metadata }))).toMatchObject({ fault: null, outputOmitted: 0 })
})

test('a source is folded once, and what did not change stays the same object', () => {
  const before = viewRun(begun)
  expect(viewRun(begun)).toBe(before)
  const after = viewRun({ ...begun, toolCalls: [call] })
  expect(after.calls).toEqual([call])
  expect(after.output).toBe(before.output)
  expect(viewRun({ ...begun, displays: [] }).output).toHaveLength(1)
})
