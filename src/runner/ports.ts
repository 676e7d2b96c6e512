/** What a run needs from outside, passed in by src/app: assets, the network, the log. */
import type { FunctionRequest } from '../../contract/tools/defineTool.ts'
import type { BootAssets, RunOutcome } from '../../contract/workerProtocol.ts'
import type { ExecutionSource, ToolCall } from '../../contract/executions.ts'

/** Fetches what Python starts from; `onProgress` gets a share from 0 to 1. The promise is kept for later boots. */
export type LoadAssets = (onProgress: (share: number) => void) => Promise<BootAssets>

/**
 * Calls an edge function as the signed-in user and gives its JSON.
 * Rejects with an AppError; with the signal's reason when aborted.
 */
export type CallFunction = (
  request: FunctionRequest,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
) => Promise<unknown>

export interface RunRequest {
  readonly code: string
  readonly source: ExecutionSource
  /** The example or workflow the script came from. */
  readonly workflowId: string | null
}

export interface StartedRun extends RunRequest {
  readonly executionId: string
  /** ISO 8601. */
  readonly startedAt: string
}

export interface EndedRun {
  readonly executionId: string
  readonly outcome: RunOutcome
  readonly output: string
  readonly finishedAt: string
  readonly durationMs: number
}

/** Writes the log. Never throws and never waits: what it is given is kept until the backend has it. */
export interface RunRecorder {
  runStarted(run: StartedRun): void
  toolCallEnded(call: ToolCall): void
  runEnded(run: EndedRun): void
}
