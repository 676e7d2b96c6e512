/** Folds what happens in a run into the state that people see. Pure. */
import type { ChosenLimits, OutputStream, RunOutcome } from '../../contract/workerProtocol.ts'
import type { RunState, ToolCallState } from './runnerState.ts'

export type RunEvent =
  | { readonly type: 'start'; readonly nowMs: number }
  | { readonly type: 'stop-asked' }
  | { readonly type: 'output'; readonly stream: OutputStream; readonly text: string; readonly at: number }
  | { readonly type: 'output-omitted'; readonly bytes: number }
  | { readonly type: 'tool-call'; readonly call: ToolCallState }
  | { readonly type: 'end'; readonly outcome: RunOutcome; readonly durationMs: number }

export const newRun = (executionId: string, code: string, limits: ChosenLimits): RunState => ({
  executionId,
  code,
  limits,
  phase: 'waiting',
  startedAtMs: null,
  output: [],
  outputOmitted: 0,
  toolCalls: [],
  outcome: null,
  durationMs: null,
})

export function reduceRun(run: RunState, event: RunEvent): RunState {
  // A call that was cut off may still report its end; nothing else comes after the end.
  if (run.phase === 'ended' && event.type !== 'tool-call') return run
  switch (event.type) {
    case 'start':
      return { ...run, phase: 'running', startedAtMs: event.nowMs }
    case 'stop-asked':
      return { ...run, phase: 'stopping' }
    case 'output':
      return { ...run, output: [...run.output, { stream: event.stream, text: event.text, at: event.at }] }
    case 'output-omitted':
      return { ...run, outputOmitted: event.bytes }
    case 'tool-call':
      return { ...run, toolCalls: withCall(run.toolCalls, event.call) }
    case 'end':
      return { ...run, phase: 'ended', outcome: event.outcome, durationMs: event.durationMs }
  }
}

const withCall = (calls: readonly ToolCallState[], call: ToolCallState): ToolCallState[] =>
  call.seq < calls.length ? calls.with(call.seq, call) : [...calls, call]
