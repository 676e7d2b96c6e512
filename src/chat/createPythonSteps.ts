/** The Python of a conversation: one interpreter, opened at its first step, that keeps its variables from step to step. */
import type { Observation, PythonSession } from '../../contract/chat.ts'
import type { Runner } from '../runner/Runner.ts'
import type { StepRun } from './chatState.ts'
import { observe } from './observe.ts'

interface StepRequest {
  readonly toolCallId: string
  readonly code: string
  readonly isRerun: boolean
  readonly workflowId: string | null
  readonly conversationId: string
  readonly messageId: string
  /** Aborted: the run is stopped, and told as it ended. */
  readonly signal: AbortSignal
}

export interface PythonSteps {
  /** Runs one step to its end. Rejects where Python cannot be opened, or with the reason when aborted before it began. */
  run(request: StepRequest): Promise<Observation>
  /** What the next step finds; `hasSteps`: whether the conversation has had any. */
  describe(hasSteps: boolean): PythonSession
  answer(inputId: number, text: string): void
  decide(seq: number, decision: 'allow' | 'deny'): void
  /** Lets every call of the tool go on that waits for a decision. */
  allowWaiting(tool: string): void
  dispose(): void
}

interface PythonStepsOptions {
  readonly open: () => Promise<Runner>
  readonly onRun: (toolCallId: string, step: StepRun) => void
  /** The step that runs now; null when none does. */
  readonly onRunning: (toolCallId: string | null) => void
}

export function createPythonSteps({ open, onRun, onRunning }: PythonStepsOptions): PythonSteps {
  let opening: Promise<Runner> | undefined
  let runner: Runner | undefined
  /** The session that the model was last told of. */
  let toldNumber: number | undefined
  let isDisposed = false

  async function openOnce(): Promise<Runner> {
    opening ??= open()
    try {
      runner = await opening
    } catch (error) {
      opening = undefined
      throw error
    }
    if (isDisposed) runner.dispose()
    return runner
  }

  return {
    async run({ toolCallId, code, isRerun, workflowId, conversationId, messageId, signal }) {
      const python = await openOnce()
      signal.throwIfAborted()
      const stop = () => python.stop()
      return new Promise<Observation>((resolve) => {
        const look = () => {
          const { run } = python.getState()
          if (run === null) return
          onRun(toolCallId, { run, isRerun })
          if (run.phase !== 'ended') return
          unsubscribe()
          signal.removeEventListener('abort', stop)
          onRunning(null)
          resolve(observe(run))
        }
        python.run({ code, source: 'python-chat-hook', workflowId, conversationId, messageId })
        const unsubscribe = python.subscribe(look)
        signal.addEventListener('abort', stop, { once: true })
        onRunning(toolCallId)
        look()
      })
    },
    describe(hasSteps) {
      const session = runner?.getState().session ?? null
      // One that keeps nothing from run to run, or is not open yet, is always new.
      if (session === null) return { variables: [], was_reset: hasSteps }
      const was_reset = toldNumber !== undefined && toldNumber !== session.number
      toldNumber = session.number
      return { variables: [...session.variables], was_reset }
    },
    answer: (inputId, text) => runner?.answer(inputId, text),
    decide: (seq, decision) => runner?.decide(seq, decision),
    allowWaiting(tool) {
      for (const call of runner?.getState().run?.toolCalls ?? []) {
        if (call.tool === tool && call.status === 'asking') runner?.decide(call.seq, 'allow')
      }
    },
    dispose() {
      isDisposed = true
      runner?.dispose()
    },
  }
}
