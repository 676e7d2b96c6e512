/** The Python interpreter of this tab and its current run. */
import { useMemo, useSyncExternalStore } from 'react'
import type { RunRequest } from '../../contract/run/runRequest.ts'
import type { RunnerState } from '../../run/lead/runnerState.ts'
import { useAppServices } from './useAppServices.ts'

interface RunnerActions {
  /** Starts a run. @returns The execution's id; if a run is already going on, the id of that run. */
  readonly execute: (request: RunRequest) => string
  readonly stop: () => void
  /** Answers a pending `input()` of the script. */
  readonly answer: (inputId: number, text: string | null) => void
  /** Replaces the interpreter. Ends the current run. */
  readonly restart: () => void
}

/** The runner's state and actions. `run` is the current run, or the last one. */
export interface PythonRunner extends RunnerState, RunnerActions {
  readonly status: 'booting' | 'ready' | 'running' | 'failed'
}

/**
 * Subscribes to the interpreter. Rerenders with every event of a run; the actions are stable.
 * @example
 * const { status, run, execute, stop } = usePythonRunner()
 */
export function usePythonRunner(): PythonRunner {
  const { runner } = useAppServices()
  const { subscribe, getState, ...actions } = useMemo(
    () => ({
      subscribe: (listener: () => void) => runner.subscribe(listener),
      getState: () => runner.getState(),
      execute(request: RunRequest) {
        // The rendered state may be stale, so ask the runner itself.
        const { run } = runner.getState()
        return run === null || run.phase === 'ended' ? runner.run(request) : run.executionId
      },
      stop: () => runner.stop(),
      answer: (inputId: number, text: string | null) => runner.answer(inputId, text),
      restart: () => runner.restart(),
    }),
    [runner],
  )
  const state = useSyncExternalStore(subscribe, getState)
  return { ...state, ...actions, status: statusOf(state) }
}

/** A run that is queued until Python has started counts as `booting`. */
function statusOf({ interpreter, run }: RunnerState): PythonRunner['status'] {
  if (run && run.phase !== 'waiting' && run.phase !== 'ended') return 'running'
  return interpreter.phase
}
