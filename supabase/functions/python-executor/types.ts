/** Types that the modules of this function share. */
import type { PythonRequest } from '../../../contract/run/pythonExecutor.ts'
import type { RunEvent } from '../../../contract/run/runEvents.ts'
import type { DecisionLimits } from '../../../run/tools/createDecisions.ts'
import type { Caller } from '../_shared/servePost.ts'
import type { RunDecisions } from './createRunDecisions.ts'

/** One request to run a script. */
export interface Job {
  readonly request: PythonRequest
  readonly caller: Caller
  /** The project's publishable key, as the caller sent it. */
  readonly publishableKey: string
  /** Number of scripts that led to this one. 0 if a person or a chat sent it. */
  readonly depth: number
  /** Where the caller's decisions about its tool calls arrive. */
  readonly decisions: RunDecisions
  readonly decisionLimits: DecisionLimits
  /** Aborted when the caller disconnects. */
  readonly signal: AbortSignal
}

export type OnRunEvent = (event: RunEvent) => void
