import { expect, test } from 'vitest'
import { readFromWorker } from './readFromWorker.ts'
import { limits } from './workerProtocol.ts'

const completed = { status: 'completed', result: { 'text/plain': '1', 'application/json': '1' }, exitCode: 0 }
const variable = { name: 'a', type: 'int', summary: '1' }

test.for([
  { type: 'boot-ended', error: null },
  { type: 'packages-needed', runId: 'r', imports: ['numpy'] },
  { type: 'script-started', runId: 'r', at: 0 },
  { type: 'output-delta', runId: 'r', stream: 'stdout', text: 'hi', at: 1 },
  { type: 'tool-call-wanted', runId: 'r', callId: 0, tool: 'remember', argumentsJson: '{}', at: 1 },
  { type: 'tool-call-abandoned', runId: 'r', callId: 0, at: 1 },
  { type: 'variables-changed', runId: 'r', at: 1, variables: [{ name: 'a', type: 'int', summary: '1' }] },
  { type: 'run-ended', runId: 'r', outcome: completed, at: 2 },
  { type: 'run-ended', runId: 'r', outcome: { ...completed, result: null }, at: 2 },
])('takes %o as it is', (message) => {
  expect(readFromWorker(message)).toEqual(message)
})

test.for([
  null,
  'text',
  {},
  { type: 'unknown' },
  { type: 'run-started', runId: 'r', at: 1 },
  { type: 'stop-asked', runId: 'r', at: 1, reason: 'stopped' },
  { type: 'output-delta', runId: 'r', stream: 'stdout', text: 'hi', at: 1, seq: 0 },
  { type: 'output-delta', runId: 'r', stream: 'stdout', text: null, at: 1 },
  { type: 'output-delta', runId: 'r', stream: 'stdlog', text: '', at: 1 },
  {
    type: 'output-delta',
    runId: 'r',
    stream: 'stdout',
    text: 'x'.repeat(limits.outputCharacters + 1),
    at: 1,
  },
  { type: 'tool-call-wanted', runId: 'r', callId: 0, tool: { toString: 1 }, argumentsJson: '{}', at: 1 },
  { type: 'packages-needed', runId: 'r', imports: 'numpy' },
  { type: 'packages-needed', runId: 'r', imports: ['x'.repeat(limits.importCharacters + 1)] },
  { type: 'packages-needed', runId: 'r', imports: ['numpy'], code: '# requirements: x' },
  { type: 'variables-changed', runId: 'r', at: 1, variables: [{ name: 'a', type: 'int', summary: 1 }] },
  { type: 'variables-changed', runId: 'r', at: 1, variables: [{ ...variable, name: 'a'.repeat(401) }] },
  { type: 'variables-changed', runId: 'r', at: 1, variables: Array.from({ length: 101 }, () => variable) },
  { type: 'run-ended', runId: 'r', at: 2 },
  { type: 'run-ended', runId: 'r', outcome: null, at: 2 },
  { type: 'run-ended', runId: 'r', outcome: { ...completed, result: { 'text/html': '<b>' } }, at: 2 },
  { type: 'run-ended', runId: 'r', outcome: { ...completed, status: 'failed' }, at: 2 },
  { type: 'run-ended', runId: 'r', outcome: completed, at: Number.NaN },
])('takes %o as the end of the interpreter', (message) => {
  expect(readFromWorker(message).type).toBe('interpreter-died')
})
