/** The interpreter and the current run of this tab. */
import { useMemo, useSyncExternalStore } from 'react'
import type { RunRequest } from '../../contract/run/runRequest.ts'
import type { RunnerState } from '../../run/lead/runnerState.ts'
import { useAppServices } from './useAppServices.ts'

interface RunnerActions {
  /** Starts a run and gives its execution's id; while another run is going on, that one's. */
  readonly execute: (request: RunRequest) => string
  readonly stop: () => void
  /** Answers what the script asks by input(). */
  readonly answer: (inputId: number, text: string) => void
  /** Replaces the interpreter; a run that is going on ends. */
  readonly restart: () => void
}

export interface PythonRunner extends RunnerState, RunnerActions {
  readonly status: 'booting' | 'ready' | 'running' | 'failed'
}

export function usePythonRunner(): PythonRunner {
  const { runner } = useAppServices()
  const { subscribe, getState, ...actions } = useMemo(
    () => ({
      subscribe: (listener: () => void) => runner.subscribe(listener),
      getState: () => runner.getState(),
      execute(request: RunRequest) {
        // What is drawn may be a moment behind.
        const { run } = runner.getState()
        return run === null || run.phase === 'ended' ? runner.run(request) : run.executionId
      },
      stop: () => runner.stop(),
      answer: (inputId: number, text: string) => runner.answer(inputId, text),
      restart: () => runner.restart(),
    }),
    [runner],
  )
  const state = useSyncExternalStore(subscribe, getState)
  return { ...state, ...actions, status: statusOf(state) }
}

/** A run that waits for Python to start is not running yet. */
function statusOf({ interpreter, run }: RunnerState): PythonRunner['status'] {
  if (run?.phase === 'packages' || run?.phase === 'running' || run?.phase === 'stopping') return 'running'
  return interpreter.phase
}
