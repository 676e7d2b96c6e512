/** The state of a runner: its interpreter, its latest run, and what the runs of a session share. */
import type { BootPhase, Variable } from '../../contract/run/workerProtocol.ts'
import type { RunState } from '../journal/runState.ts'

export type InterpreterState =
  /** `share`: how much of the download is there, 0 to 1; null outside the download. */
  | { readonly phase: 'booting'; readonly step: 'download' | BootPhase; readonly share: number | null }
  | { readonly phase: 'ready'; readonly tookMs: number }
  | { readonly phase: 'failed'; readonly message: string }

/** What the runs of a session share. */
export interface SessionState {
  /** What the next run finds, the newest last; at most so many as `limits.variables`. */
  readonly variables: readonly Variable[]
  /** From 0; goes up each time when the variables are lost. */
  readonly number: number
}

export interface RunnerState {
  readonly interpreter: InterpreterState
  /** The latest run, kept after its end until the next begins. */
  readonly run: RunState | null
  /** null where each run has an interpreter of its own. */
  readonly session: SessionState | null
}
