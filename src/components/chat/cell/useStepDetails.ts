/** Which run of a step is shown: the one that the assistant saw, or one that the person had run later. */
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { useChatContext } from '../ChatContext.ts'
import type { PythonPart, StepRun } from '../ChatWindowParts.ts'
import { stateOfStep, type StepState } from './stateOfStep.ts'

export interface StepDetails {
  /** The code of the shown run. */
  readonly code: string
  /** Where it ran in this tab and this is its latest run. */
  readonly stepRun: StepRun | undefined
  /** null where it has not run. */
  readonly executionId: string | null
  readonly state: StepState
  /** Whether the person had it run after the assistant saw it. */
  readonly hasRerun: boolean
  readonly showsFirst: boolean
  readonly wasEdited: boolean
}

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

/** While the model writes its call, and where it called with anything else than code, there may be none. */
function readCode(part: PythonPart): string {
  if (part.state !== 'output-error') return part.input?.code ?? ''
  const { input } = part
  const isCall = typeof input === 'object' && input !== null && 'code' in input
  return isCall && typeof input.code === 'string' ? input.code : ''
}
