/** Events of a run as a test writes them: numbered in their order, each at the time it is given. */
import { defaultLimits } from '../../../contract/run/workerProtocol.ts'
import type { NewRunEvent, RunEvent, RunStart } from '../../../contract/run/runEvents.ts'
import { newRun, reduceRun } from '../reduceRun.ts'
import type { RunState } from '../runState.ts'

export const startOf = (executionId = 'id', code = 'code'): RunStart => ({
  executionId,
  code,
  source: 'direct',
  workflowId: null,
  conversationId: null,
  messageId: null,
  limits: defaultLimits,
})

/** A run that began at `beganAtMs` and saw these events. */
export const runOf = (beganAtMs: number, events: readonly (readonly [at: number, NewRunEvent])[]): RunState =>
  hearAll(newRun(startOf(), beganAtMs), events)

export const hearAll = (run: RunState, events: readonly (readonly [at: number, NewRunEvent])[]): RunState =>
  events.map(([at, event], seq): RunEvent => ({ ...event, seq, at })).reduce(reduceRun, run)

export const callStarted = (call: number): NewRunEvent => ({
  type: 'tool-call-started',
  call,
  tool: 'remember',
  functionName: 'remember',
  requestJson: '{}',
  key: 'ab'.repeat(32),
  occurrence: call,
})

export const callEnded = (call: number): NewRunEvent => ({
  type: 'tool-call-ended',
  call,
  status: 'completed',
  responseJson: 'null',
  error: null,
  cached: false,
})
