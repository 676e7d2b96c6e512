import { expect, test } from 'vitest'
import { readRunEvent } from './readRunEvent.ts'
import type { NewRunEvent, RunEventOf } from './runEvents.ts'
import { defaultLimits } from './workerProtocol.ts'

/** One of each kind: a kind that is added to the vocabulary does not compile until it is here. */
const events: { [Type in NewRunEvent['type']]: RunEventOf<Type> } = {
  'run-started': {
    type: 'run-started',
    executionId: 'e',
    code: '1',
    source: 'direct',
    workflowId: null,
    conversationId: null,
    messageId: null,
    limits: defaultLimits,
  },
  'interpreter-taken': { type: 'interpreter-taken' },
  'packages-asked': { type: 'packages-asked', imports: ['numpy'] },
  'packages-progressed': { type: 'packages-progressed', name: null, share: 0 },
  'packages-loaded': { type: 'packages-loaded', packages: ['a-1.whl'], missing: ['b'] },
  'script-started': { type: 'script-started' },
  'output-delta': { type: 'output-delta', stream: 'stderr', text: 'a' },
  'output-omitted': { type: 'output-omitted', bytes: 3 },
  'display-shown': { type: 'display-shown', bundle: { 'text/plain': '1' } },
  'progress-changed': { type: 'progress-changed', share: 1, text: 'all' },
  'input-asked': { type: 'input-asked', inputId: 0, prompt: '?', isHidden: false },
  'input-answered': { type: 'input-answered', inputId: 0, text: '!' },
  'tool-call-started': {
    type: 'tool-call-started',
    call: 0,
    tool: 'remember',
    functionName: null,
    requestJson: '{"content":"x"}',
    key: 'ab',
    occurrence: 0,
  },
  'tool-call-asked': { type: 'tool-call-asked', call: 0 },
  'tool-call-decided': { type: 'tool-call-decided', call: 0, choice: 'withdrawn' },
  'tool-call-streamed': { type: 'tool-call-streamed', call: 0, text: 'Hel' },
  'tool-call-ended': {
    type: 'tool-call-ended',
    call: 0,
    status: 'failed',
    responseJson: null,
    error: { code: 'function-failed', message: 'It broke.', status: 500 },
    cached: false,
  },
  'variables-changed': { type: 'variables-changed', variables: [{ name: 'a', type: 'int', summary: '1' }] },
  'stop-asked': { type: 'stop-asked', reason: 'timed-out' },
  'run-ended': {
    type: 'run-ended',
    outcome: {
      status: 'failed',
      code: 'timed-out',
      message: 'Python stopped after 30 s.',
      traceback: null,
      line: 2,
      exitCode: 1,
    },
  },
}

test.for(Object.values(events))('reads %o as it was sent', (event) => {
  const sent = { ...event, seq: 1, at: 2.5 }
  expect(readRunEvent(JSON.parse(JSON.stringify(sent)))).toEqual(sent)
  expect(readRunEvent({ ...sent, ofALaterVersion: true })).toEqual(sent)
  expect(readRunEvent({ ...sent, seq: -1 })).toBeUndefined()
  expect(readRunEvent({ ...sent, at: undefined })).toBeUndefined()
})

test.for([null, 'run-ended', {}, { type: 'of-a-later-version', seq: 0, at: 0 }])(
  'skips %o, which is no event of this version',
  (value) => expect(readRunEvent(value)).toBeUndefined(),
)
