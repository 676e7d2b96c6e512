/**
 * Runs a conversation's steps: one interpreter per place, opened at its first step. The browser's keeps its
 * variables.
 */
import type { Observation, PythonPlace, PythonSession } from '../../contract/chat/chat.ts'
import { observe } from '../../run/journal/observe.ts'
import type { ToolCallState } from '../../run/journal/runState.ts'
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
  /** If aborted, the run is stopped and its outcome returned. */
  readonly signal: AbortSignal
}

export interface PythonSteps {
  /**
   * Runs one step to its end. @throws if Python cannot be opened, or the signal's reason if aborted before
   * the run began.
   */
  run(request: StepRequest): Promise<Observation>
  /**
   * Describes the session that the next step finds; null if nothing is kept. `hasSteps`: whether the
   * conversation has had any.
   */
  describe(hasSteps: boolean): PythonSession | null
  answer(inputId: number, text: string | null): void
  decide(seq: number, decision: 'allow' | 'deny'): void
  /** Allows those waiting calls that need no approval any more. */
  allowWaiting(isAllowed: (call: ToolCallState) => boolean): void
  dispose(): void
}

interface PythonStepsOptions {
  /** The place of the next step; read before each step. */
  readonly place: () => PythonPlace
  readonly open: (place: PythonPlace) => Promise<Runner>
  readonly onRun: (toolCallId: string, step: StepRun) => void
  /** The running step; null when none runs. */
  readonly onRunning: (toolCallId: string | null) => void
}

export function createPythonSteps({ place, open, onRun, onRunning }: PythonStepsOptions): PythonSteps {
  const opened = new Map<PythonPlace, Runner>()
  /** The runner of the latest step. */
  let current: Runner | undefined
  /** The session number that the model last heard of. */
  let toldNumber: number | undefined
  let isDisposed = false

  /** One runner per place is kept, so that variables are still there after switching back. */
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
      // A session that is not open yet starts fresh.
      if (session === null) return { variables: [], was_reset: hasSteps }
      const was_reset = toldNumber !== undefined && toldNumber !== session.number
      toldNumber = session.number
      return { variables: [...session.variables], was_reset }
    },
    answer: (inputId, text) => current?.answer(inputId, text),
    decide: (seq, decision) => current?.decide(seq, decision),
    allowWaiting(isAllowed) {
      for (const call of current?.getState().run?.toolCalls ?? []) {
        if (call.status === 'asking' && isAllowed(call)) current?.decide(call.seq, 'allow')
      }
    },
    dispose() {
      isDisposed = true
      for (const runner of opened.values()) runner.dispose()
    },
  }
}
