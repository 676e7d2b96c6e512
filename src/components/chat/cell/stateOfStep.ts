/** Derives the state of a step, for the mark of its cell. Pure. */
import { runFailureMessage } from '../../../../contract/run/runFailures.ts'
import type { PythonPart, StepRun } from '../ChatWindowParts.ts'

/**
 * `queued`: the call is complete but has not started. `denied`: the user denied a tool call and the script
 * did not catch that.
 * `not-run`: the call was invalid or interrupted. `ran`: rerun in an earlier visit; only the log knows how it
 * ended.
 */
export type StepState =
  | 'writing'
  | 'queued'
  | 'running'
  | 'asking'
  | 'completed'
  | 'failed'
  | 'stopped'
  | 'denied'
  | 'not-run'
  | 'ran'

/** @param stepRun The step's latest run in this tab, if any. It takes precedence over `part`. */
export function stateOfStep(part: PythonPart, stepRun: StepRun | undefined): StepState {
  if (stepRun) return stateOfRun(stepRun.run)
  switch (part.state) {
    case 'input-streaming':
      return 'writing'
    case 'input-available':
      return 'queued'
    case 'output-error':
      return 'not-run'
    case 'output-available':
      return part.output.ok ? 'completed' : stateOfFailure(part.output.error ?? '')
  }
}

function stateOfRun({ phase, callsAsking, outcome, toolCalls }: StepRun['run']): StepState {
  if (phase !== 'ended') return callsAsking > 0 ? 'asking' : 'running'
  if (outcome?.status === 'completed') return 'completed'
  if (outcome?.code === 'stopped') return 'stopped'
  const wasDenied = toolCalls.some(({ error }) => error?.code === 'tool-denied')
  return wasDenied && /ToolDenied/.test(outcome?.traceback ?? '') ? 'denied' : 'failed'
}

/** For a run of an earlier visit, only the text that the model saw is available. */
function stateOfFailure(error: string): StepState {
  if (error.trim() === runFailureMessage('stopped', noLimits)) return 'stopped'
  return /^(\w+\.)*ToolDenied\b/m.test(error.trimEnd().split('\n').at(-1) ?? '') ? 'denied' : 'failed'
}

/** Placeholder: the sentence about a stop contains no limits. */
const noLimits = { runSeconds: 0, memoryMegabytes: 50, toolCalls: 0, toolCallsAtOnce: 0 } as const
