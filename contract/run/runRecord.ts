/** A run as it begins and as it ends: what the runner tells the log. */
import type { RunDisplay } from './displayBundle.ts'
import type { ExecutionSource, ToolCall } from './executions.ts'
import type { RunOutcome } from './workerProtocol.ts'

export interface RunRequest {
  readonly code: string
  readonly source: ExecutionSource
  /** The example or workflow the script came from. */
  readonly workflowId: string | null
  /** The conversation it is a step of. */
  readonly conversationId: string | null
  /** The message whose step it is. */
  readonly messageId: string | null
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
  /** Bytes of output beyond the limit, counted but not kept. */
  readonly outputOmitted: number
  readonly displays: readonly RunDisplay[]
  /** ISO 8601. */
  readonly finishedAt: string
  readonly durationMs: number
}

/** Writes the log. Never throws and never waits: what it is given is kept until the backend has it. */
export interface RunRecorder {
  runStarted(run: StartedRun): void
  toolCallEnded(call: ToolCall): void
  runEnded(run: EndedRun): void
}
