/** The interpreter and the current run of this tab. */
import { useSyncExternalStore } from 'react'
import type { RunRequest } from '../runner/ports.ts'
import type { RunnerState } from '../runner/runnerState.ts'
import { useAppServices } from './useAppServices.ts'

export interface PythonRunner extends RunnerState {
  readonly status: 'booting' | 'ready' | 'running' | 'failed'
  /** Starts a run and gives its execution's id. Throws while another run is going on. */
  readonly execute: (request: RunRequest) => string
  readonly stop: () => void
  /** Replaces the interpreter; a run that is going on ends as stopped. */
  readonly restart: () => void
}

export function usePythonRunner(): PythonRunner {
  const { runner } = useAppServices()
  const state = useSyncExternalStore(runner.subscribe, runner.getState)
  return {
    ...state,
    status: statusOf(state),
    execute: runner.run,
    stop: runner.stop,
    restart: runner.restart,
  }
}

/** A run that waits for Python to start is not running yet. */
function statusOf({ interpreter, run }: RunnerState): PythonRunner['status'] {
  if (run?.phase === 'running' || run?.phase === 'stopping') return 'running'
  return interpreter.phase
}
