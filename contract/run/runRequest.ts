/** The request for a run. */
import type { ExecutionSource } from './executions.ts'

export interface RunRequest {
  readonly code: string
  readonly source: ExecutionSource
  /** The example or workflow the script came from. */
  readonly workflowId: string | null
  /** The conversation that the run is a step of. */
  readonly conversationId: string | null
  /** The message that the run is a step of. */
  readonly messageId: string | null
}
