/** How a step stands, for the mark of its cell. Pure. */
import { runFailureMessage } from '../../../../contract/run/runFailures.ts'
import type { PythonPart, StepRun } from '../ChatWindowParts.ts'

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
  /** In another visit: the log knows how it ended. */
  | 'ran'

/** `stepRun`: its latest run, where that was in this tab. */
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

/** Of a run of another visit only what the model was told is at hand. */
function stateOfFailure(error: string): StepState {
  if (error.trim() === runFailureMessage('stopped', noLimits)) return 'stopped'
  return /^(\w+\.)*ToolDenied\b/m.test(error.trimEnd().split('\n').at(-1) ?? '') ? 'denied' : 'failed'
}

/** The sentence about a stop names none. */
const noLimits = { runSeconds: 0, memoryMegabytes: 50, toolCalls: 0, toolCallsAtOnce: 0 } as const
