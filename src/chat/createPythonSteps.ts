/** The Python of a conversation: an interpreter in each place, opened at its first step there; the browser's keeps its variables. */
import type { Observation, PythonPlace, PythonSession } from '../../contract/chat/chat.ts'
import { observe } from '../../run/journal/observe.ts'
import { viewRun } from '../../run/journal/viewRun.ts'
import { loadOnce } from '../../lib/loadOnce.ts'
import type { Runner } from '../../run/lead/Runner.ts'
import type { StepRun } from './chatState.ts'

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
  /** What the next step finds; null where nothing is kept. `hasSteps`: whether the conversation has had any. */
  describe(hasSteps: boolean): PythonSession | null
  answer(inputId: number, text: string): void
  decide(seq: number, decision: 'allow' | 'deny'): void
  /** Lets every call of the tool go on that waits for a decision. */
  allowWaiting(tool: string): void
  dispose(): void
}

interface PythonStepsOptions {
  /** Where the next step runs, asked before each. */
  readonly place: () => PythonPlace
  readonly open: (place: PythonPlace) => Promise<Runner>
  readonly onRun: (toolCallId: string, step: StepRun) => void
  /** The step that runs now; null when none does. */
  readonly onRunning: (toolCallId: string | null) => void
}

export function createPythonSteps({ place, open, onRun, onRunning }: PythonStepsOptions): PythonSteps {
  const opened = new Map<PythonPlace, Runner>()
  /** The one that had the last step. */
  let current: Runner | undefined
  /** The session that the model was last told of. */
  let toldNumber: number | undefined
  let isDisposed = false

  /** A person who leaves a place and comes back finds the variables again. */
  const openOnce = loadOnce(async (where: PythonPlace) => {
    const runner = await open(where)
    opened.set(where, runner)
    if (isDisposed) runner.dispose()
    return runner
  })

  return {
    async run({ toolCallId, code, isRerun, workflowId, conversationId, messageId, signal }) {
      const python = await openOnce(place())
      signal.throwIfAborted()
      current = python
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
          resolve(observe(viewRun(run)))
        }
        python.run({ code, source: 'python-chat-hook', workflowId, conversationId, messageId })
        const unsubscribe = python.subscribe(look)
        signal.addEventListener('abort', stop, { once: true })
        onRunning(toolCallId)
        look()
      })
    },
    describe(hasSteps) {
      if (place() === 'server') return null
      const session = opened.get('browser')?.getState().session ?? null
      // One that is not open yet is new.
      if (session === null) return { variables: [], was_reset: hasSteps }
      const was_reset = toldNumber !== undefined && toldNumber !== session.number
      toldNumber = session.number
      return { variables: [...session.variables], was_reset }
    },
    answer: (inputId, text) => current?.answer(inputId, text),
    decide: (seq, decision) => current?.decide(seq, decision),
    allowWaiting(tool) {
      for (const call of current?.getState().run?.toolCalls ?? []) {
        if (call.tool === tool && call.status === 'asking') current?.decide(call.seq, 'allow')
      }
    },
    dispose() {
      isDisposed = true
      for (const runner of opened.values()) runner.dispose()
    },
  }
}
