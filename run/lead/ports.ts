/** What a run needs from outside, passed in by src/app beside the log: assets and the network. */
import type { RunEvent } from '../../contract/run/runEvents.ts'
import type { RunRequest } from '../../contract/run/runRequest.ts'
import type { BootAssets, ChosenLimits, MemoryMegabytes } from '../../contract/run/workerProtocol.ts'

/** Fetches what Python starts from; `onProgress` gets a share from 0 to 1. The promise is kept for later boots. */
export type LoadAssets = (memory: MemoryMegabytes, onProgress: (share: number) => void) => Promise<BootAssets>

/**
 * Has the server run a script as the signed-in user, and tells what happens until its log is written. Without `run-ended` the
 * connection was lost. Rejects with an AppError where it does not begin; with the signal's reason when aborted.
 */
export type RunOnServer = (
  request: RunRequest & { readonly limits: ChosenLimits },
  options: { readonly signal: AbortSignal; readonly onEvent: (event: RunEvent) => void },
) => Promise<void>
