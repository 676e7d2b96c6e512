/** What a run is asked for with. */
import type { ExecutionSource } from './executions.ts'

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
