/** The ports of a run to the outside: assets and the server. The composition passes them in. */
import type { RunEvent } from '../../contract/run/runEvents.ts'
import type { RunRequest } from '../../contract/run/runRequest.ts'
import type { BootAssets, ChosenLimits, MemoryMegabytes } from '../../contract/run/workerProtocol.ts'

/** Fetches the files that Python starts from. `onProgress` gets a share from 0 to 1. The promise is kept for later boots. */
export type LoadAssets = (memory: MemoryMegabytes, onProgress: (share: number) => void) => Promise<BootAssets>

/**
 * Runs a script on the server as the signed-in user, and passes on its events until its log is written. Without `run-ended` the
 * connection was lost. Rejects with an AppError if the run does not begin, and with the signal's reason when aborted.
 */
export type RunOnServer = (
  request: RunRequest & { readonly limits: ChosenLimits },
  options: { readonly signal: AbortSignal; readonly onEvent: (event: RunEvent) => void },
) => Promise<void>
