/** Runs that a person starts within a conversation: a step again, or a matched workflow. */
import { v4 as newId } from 'uuid'
import type { ChatMessage, Observation } from '../../contract/chat/chat.ts'
import { AppError } from '../../contract/errors.ts'
import type { WorkflowLibrary } from './ports.ts'
import type { ReadyStep } from './runTurn.ts'

export interface StepToRun extends Pick<ReadyStep, 'toolCallId' | 'input'> {
  readonly messageId: string
  readonly signal: AbortSignal
  readonly isRerun: boolean
}

interface StepRunsOptions {
  readonly library: Pick<WorkflowLibrary, 'read'>
  /** The message's current state; undefined once it is removed. */
  readonly find: (messageId: string) => ChatMessage | undefined
  readonly put: (message: ChatMessage) => void
  readonly runCode: (step: StepToRun) => Promise<Observation>
  readonly onRunning: () => void
}

export interface StepRuns {
  /** Runs the step's code again, original or edited, and records that with the message. */
  readonly rerun: (messageId: string, toolCallId: string, code: string, signal: AbortSignal) => Promise<void>
  /** Adds the workflow's script to the message as a step, and runs it. @throws `workflow-missing`. */
  readonly runMatch: (messageId: string, workflowId: string, signal: AbortSignal) => Promise<void>
}

export function createStepRuns({ library, find, put, runCode, onRunning }: StepRunsOptions): StepRuns {
  return {
    async rerun(messageId, toolCallId, code, signal) {
      onRunning()
      const seen = await runCode({ toolCallId, input: { code }, messageId, signal, isRerun: true })
      const message = find(messageId)
      if (message === undefined) return
      const reruns = { ...message.metadata.reruns, [toolCallId]: { code, execution_id: seen.execution_id } }
      put({ ...message, metadata: { ...message.metadata, reruns } })
    },
    async runMatch(messageId, workflowId, signal) {
      const workflow = await library.read(workflowId)
      const message = find(messageId)
      if (message === undefined) return
      if (workflow === null) throw new AppError('workflow-missing')
      const step: ReadyStep = {
        type: 'tool-execute_python',
        toolCallId: newId(),
        state: 'input-available',
        input: { code: workflow.code, workflow_id: workflowId },
      }
      onRunning()
      put({ ...message, parts: [...message.parts, step] })
      const output = await runCode({ ...step, messageId, signal, isRerun: false })
      put({ ...message, parts: [...message.parts, { ...step, state: 'output-available', output }] })
    },
  }
}
