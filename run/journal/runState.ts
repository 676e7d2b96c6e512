/** The state of one run: what its events add up to, and exactly what is drawn of it. */
import type { RunDisplay } from '../../contract/run/displayBundle.ts'
import type { PackageProgress } from '../../contract/run/packageLoading.ts'
import type { ToolCallEnd } from '../../contract/run/runEvents.ts'
import type { ChosenLimits, OutputStream, RunOutcome } from '../../contract/run/workerProtocol.ts'

export interface OutputChunk {
  readonly stream: OutputStream
  readonly text: string
  /** Milliseconds since the script began. */
  readonly at: number
}

export interface ToolCallState {
  /** Order of arrival within the run, from 0. */
  readonly seq: number
  readonly tool: string
  /** null if the call was refused before it had a target. */
  readonly functionName: string | null
  /** JSON as Python wrote it. */
  readonly requestJson: string
  /** 'asking': the call waits for approval, and is not made before that. */
  readonly status: 'asking' | 'pending' | 'completed' | 'failed' | 'cancelled'
  /** JSON as the function wrote it; null unless completed. */
  readonly responseJson: string | null
  readonly error: ToolCallEnd['error']
  /** Milliseconds since the script began; for a call that asked, until it was decided. */
  readonly offsetMs: number
  /** null while asking or pending. */
  readonly durationMs: number | null
}

/** A question of the script: input(), getpass() or a read of standard input. */
export interface Question {
  readonly inputId: number
  readonly prompt: string
  /** Whether it asks for a password. */
  readonly isHidden: boolean
}

export interface Progress {
  /** 0 to 1. */
  readonly share: number
  readonly text: string
}

/** The packages that are fetched before a script begins. */
export interface PackagesState extends PackageProgress {
  /** performance.now(). */
  readonly startedAtMs: number
  /** Fetching and installing; null until the script begins. */
  readonly durationMs: number | null
}

export interface RunState {
  readonly executionId: string
  readonly code: string
  readonly limits: ChosenLimits
  /** 'waiting': Python is still starting. 'preparing': Python has the script. 'packages': its imports are being fetched. */
  readonly phase: 'waiting' | 'preparing' | 'packages' | 'running' | 'stopping' | 'ended'
  /** performance.now() when the run was asked for. */
  readonly askedAtMs: number
  /** performance.now() at the zero of its events' `at`: later than that for a run on the server. */
  readonly beganAtMs: number
  /** null if the script needs none. */
  readonly packages: PackagesState | null
  /** performance.now() when the script began; null before. */
  readonly startedAtMs: number | null
  readonly output: readonly OutputChunk[]
  /** Bytes of output beyond the limit, counted but not kept. */
  readonly outputOmitted: number
  readonly displays: readonly RunDisplay[]
  /** null until the script reports its progress. */
  readonly progress: Progress | null
  /** Unanswered questions, the oldest first. */
  readonly questions: readonly Question[]
  /** The time spent waiting for a person's answers and approvals. `sinceMs` is null while the script does not wait. */
  readonly answering: { readonly sinceMs: number | null; readonly totalMs: number }
  readonly toolCalls: readonly ToolCallState[]
  /** How many calls wait for approval. */
  readonly callsAsking: number
  readonly outcome: RunOutcome | null
  /** null until ended. */
  readonly durationMs: number | null
}
