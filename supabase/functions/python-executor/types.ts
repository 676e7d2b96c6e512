/** What the parts of this function say to each other. */
import type { PythonRequest } from '../../../contract/run/pythonExecutor.ts'
import type { ToolCall } from '../../../contract/run/executions.ts'
import type { EndedRun } from '../../../contract/run/runRecord.ts'
import type { RunEvent } from '../../../run/journal/reduceRun.ts'
import type { Caller } from '../_shared/servePost.ts'

/** One script that somebody wants run. */
export interface Job {
  readonly request: PythonRequest
  readonly caller: Caller
  /** The project's publishable key, as the caller sent it. */
  readonly publishableKey: string
  /** How many scripts it has come through: 0 for one that a person or a chat sent. */
  readonly depth: number
  /** Aborted when the caller goes away: nobody waits for the outcome any more. */
  readonly signal: AbortSignal
}

export interface FinishedRun {
  readonly ended: EndedRun
  /** In the order of their ends. */
  readonly toolCalls: readonly ToolCall[]
}

export type OnRunEvent = (
  event: RunEvent | { readonly type: 'accepted'; readonly executionId: string },
) => void
