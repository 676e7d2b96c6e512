/** The ports of a run to the outside: assets and the server. The composition passes them in. */
import type { Approvals } from '../../contract/run/approvals.ts'
import type { RunEvent } from '../../contract/run/runEvents.ts'
import type { RunRequest } from '../../contract/run/runRequest.ts'
import type { BootAssets, ChosenLimits, MemoryMegabytes } from '../../contract/run/workerProtocol.ts'

/** Fetches the files that Python starts from. `onProgress` gets a share from 0 to 1. The promise is kept for later boots. */
export type LoadAssets = (memory: MemoryMegabytes, onProgress: (share: number) => void) => Promise<BootAssets>

/** A run for the server. */
export interface ServerRun extends RunRequest {
  readonly limits: ChosenLimits
  /** null: a person's own script, whose calls are all made. */
  readonly asking: {
    readonly approvals: Approvals
    /** A new UUID, with which calls that ask are decided. */
    readonly key: string
  } | null
}

/**
 * Runs a script on the server as the signed-in user, and passes on its events until its log is written. Without `run-ended` the
 * connection was lost. Rejects with an AppError if the run does not begin, and with the signal's reason when aborted.
 */
export type RunOnServer = (
  run: ServerRun,
  options: { readonly signal: AbortSignal; readonly onEvent: (event: RunEvent) => void },
) => Promise<void>

/**
 * Sends a decision about a call that waits. Resolves also if the call waits no more. Rejects with an AppError if the server
 * cannot be told.
 */
export type DecideOnServer = (
  decision: { readonly key: string; readonly call: number; readonly choice: 'allow' | 'deny' },
  options: { readonly signal: AbortSignal },
) => Promise<void>
