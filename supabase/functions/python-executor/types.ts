/** What the parts of this function say to each other. */
import type { PythonRequest } from '../../../contract/run/pythonExecutor.ts'
import type { RunEvent } from '../../../contract/run/runEvents.ts'
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

export type OnRunEvent = (event: RunEvent) => void
