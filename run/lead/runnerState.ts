/** The state of a runner: its interpreter, its latest run, and what the runs of a session share. */
import type { BootPhase, Variable } from '../../contract/run/workerProtocol.ts'
import type { RunState } from '../journal/runState.ts'

export type InterpreterState =
  /** `share`: the downloaded part, 0 to 1; null outside the download. */
  | { readonly phase: 'booting'; readonly step: 'download' | BootPhase; readonly share: number | null }
  | { readonly phase: 'ready'; readonly tookMs: number }
  | { readonly phase: 'failed'; readonly message: string }

/** State that the runs of a session share. */
export interface SessionState {
  /** The variables that the next run finds, the newest last; at most `limits.variables`. */
  readonly variables: readonly Variable[]
  /** Counts from 0, one up each time the variables are lost. */
  readonly number: number
}

export interface RunnerState {
  readonly interpreter: InterpreterState
  /** The latest run, kept after its end until the next begins. */
  readonly run: RunState | null
  /** null if each run has an interpreter of its own. */
  readonly session: SessionState | null
}
