/** What a run needs from outside, passed in by src/app beside the log: assets and the network. */
import type { FunctionRequest } from '../../contract/tools/defineTool.ts'
import type { PythonEvent } from '../../contract/pythonExecutor.ts'
import type { RunRequest } from '../../contract/runRecord.ts'
import type { BootAssets, ChosenLimits, MemoryMegabytes } from '../../contract/workerProtocol.ts'

/** Fetches what Python starts from; `onProgress` gets a share from 0 to 1. The promise is kept for later boots. */
export type LoadAssets = (memory: MemoryMegabytes, onProgress: (share: number) => void) => Promise<BootAssets>

/**
 * Calls an edge function as the signed-in user and gives its JSON; with `onText`, which is given its text as it comes, of a
 * function that answers with a stream. Rejects with an AppError; with the signal's reason when aborted.
 */
export type CallFunction = (
  request: FunctionRequest,
  options: {
    readonly signal: AbortSignal
    readonly timeoutMs: number
    readonly onText?: ((text: string) => void) | undefined
  },
) => Promise<unknown>

/**
 * Has the server run a script as the signed-in user, and tells what happens until its log is written. Without a `run-end` the
 * connection was lost. Rejects with an AppError where it does not begin; with the signal's reason when aborted.
 */
export type RunOnServer = (
  request: RunRequest & { readonly limits: ChosenLimits },
  options: { readonly signal: AbortSignal; readonly onEvent: (event: PythonEvent) => void },
) => Promise<void>
