/** Decides which run of a step to show: the one that the assistant saw, or a later rerun by the user. */
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { useChatContext } from '../ChatContext.ts'
import type { PythonPart, StepRun } from '../ChatWindowParts.ts'
import { stateOfStep, type StepState } from './stateOfStep.ts'

/** The run that a cell shows, and what to say about it. */
export interface StepDetails {
  /** The code of the run that is shown. */
  readonly code: string
  /** Present if the run that is shown happened in this tab and is the latest one. */
  readonly stepRun: StepRun | undefined
  /** null if the step has not run. */
  readonly executionId: string | null
  readonly state: StepState
  /** Whether the user ran the step again after the assistant saw it. */
  readonly hasRerun: boolean
  readonly showsFirst: boolean
  readonly wasEdited: boolean
}

/** Prefers the latest rerun, unless the user asked for the first run. */
export function useStepDetails(part: PythonPart, message: ChatMessage): StepDetails {
  const { state, choices } = useChatContext()
  const firstCode = readCode(part)
  const latest = state.runs.get(part.toolCallId)
  const kept = message.metadata.reruns[part.toolCallId]
  const hasRerun = latest?.isRerun === true || kept !== undefined
  const showsFirst = hasRerun && choices.get(part.toolCallId)?.showsFirst === true
  const rerunCode = latest?.isRerun === true ? latest.run.code : kept?.code
  const wasEdited = rerunCode !== undefined && rerunCode !== firstCode
  const observed = part.state === 'output-available' ? part.output.execution_id : null
  if (!hasRerun || showsFirst) {
    const stepRun = latest?.isRerun === false ? latest : undefined
    const executionId = stepRun?.run.executionId ?? observed
    return {
      code: firstCode,
      stepRun,
      executionId,
      state: stateOfStep(part, stepRun),
      hasRerun,
      showsFirst,
      wasEdited,
    }
  }
  const stepRun = latest?.isRerun === true ? latest : undefined
  return {
    code: rerunCode ?? firstCode,
    stepRun,
    executionId: stepRun?.run.executionId ?? kept?.execution_id ?? null,
    state: stepRun ? stateOfStep(part, stepRun) : 'ran',
    hasRerun,
    showsFirst,
    wasEdited,
  }
}

/** Empty while the model is still writing the call, or if the call had no code. */
function readCode(part: PythonPart): string {
  if (part.state !== 'output-error') return part.input?.code ?? ''
  const { input } = part
  const isCall = typeof input === 'object' && input !== null && 'code' in input
  return isCall && typeof input.code === 'string' ? input.code : ''
}
