/** Brings decisions about tool calls to the runs of this process that wait for them. */
import { AppError } from '../../../contract/errors.ts'
import type { PythonDecision } from '../../../contract/run/pythonExecutor.ts'

interface OpenRun {
  readonly userId: string
  /** @returns Whether the call was waiting. */
  readonly decide: (call: number, choice: PythonDecision['choice']) => boolean
}

export interface RunDecisions {
  /** Accepts decisions until the returned function is called. @throws AppError if the key is taken. */
  open(key: string, run: OpenRun): () => void
  /** @throws AppError `question-closed` unless the call of this user's run waits. */
  decide(decision: PythonDecision, userId: string): void
}

export function createRunDecisions(): RunDecisions {
  const runs = new Map<string, OpenRun>()
  return {
    open(key, run) {
      if (runs.has(key))
        throw new AppError('tool-input-invalid', 'decision_key: make a new key for each run.')
      runs.set(key, run)
      return () => runs.delete(key)
    },
    decide({ decision_key, call, choice }, userId) {
      const run = runs.get(decision_key)
      if (run?.userId !== userId || !run.decide(call, choice)) throw new AppError('question-closed')
    },
  }
}
