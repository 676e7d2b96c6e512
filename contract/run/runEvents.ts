/**
 * One vocabulary of what happens in a run. The worker posts its part, the page and the server fold all of it into what is shown,
 * `python-executor` streams them, and the recorder writes the log from them.
 */
import type { PackageProgress } from './packageLoading.ts'
import type { RunRequest } from './runRequest.ts'
import type { ChosenLimits, DisplayBundle, OutputStream, RunOutcome, Variable } from './workerProtocol.ts'

/** The data of `run-started`. */
export interface RunStart extends RunRequest {
  readonly executionId: string
  readonly limits: ChosenLimits
}

/** How a tool call ended. `error.status` is the HTTP status of the fault. */
export interface ToolCallEnd {
  readonly status: 'completed' | 'failed' | 'cancelled'
  /** The answer as the function wrote it, in JSON; null unless completed. */
  readonly responseJson: string | null
  readonly error: { readonly code: string; readonly message: string; readonly status: number } | null
  /** Whether a journal or a cache gave the answer, so that the function was not called. */
  readonly cached: boolean
}

/** `call` numbers the tool calls of a run, from 0. */
type RunEventBody =
  | ({ readonly type: 'run-started' } & RunStart)
  /** Python has the script, which it may still have to prepare for. */
  | { readonly type: 'interpreter-taken' }
  /** The script imports modules that are not installed, or has requirements. Top-level names. */
  | { readonly type: 'packages-asked'; readonly imports: readonly string[] }
  | ({ readonly type: 'packages-progressed' } & PackageProgress)
  /** All packages are loaded. `missing` lists imports that will fail. */
  | {
      readonly type: 'packages-loaded'
      readonly packages: readonly string[]
      readonly missing: readonly string[]
    }
  /** The run's duration counts from here. Its time limit counts from `interpreter-taken`, and anew after packages. */
  | { readonly type: 'script-started' }
  | { readonly type: 'output-delta'; readonly stream: OutputStream; readonly text: string }
  /** Total output beyond the limit, in bytes of UTF-8. It is counted and dropped. */
  | { readonly type: 'output-omitted'; readonly bytes: number }
  | { readonly type: 'display-shown'; readonly bundle: DisplayBundle }
  /** `share` is 0 to 1. */
  | { readonly type: 'progress-changed'; readonly share: number; readonly text: string }
  /** `isHidden`: for a password. */
  | {
      readonly type: 'input-asked'
      readonly inputId: number
      readonly prompt: string
      readonly isHidden: boolean
    }
  /** `text` is null at the end of input, and for an answer that is hidden. */
  | { readonly type: 'input-answered'; readonly inputId: number; readonly text: string | null }
  | {
      readonly type: 'tool-call-started'
      readonly call: number
      readonly tool: string
      /** null if the call is refused before it has a target. */
      readonly functionName: string | null
      /** The validated arguments with defaults, as Python wrote them, in JSON. */
      readonly requestJson: string
      /** SHA-256 over the tool's name and its canonical JSON arguments: equal calls have equal keys. */
      readonly key: string
      /** Number of equal calls before it in the run. */
      readonly occurrence: number
    }
  /** The call waits for a person's approval. */
  | { readonly type: 'tool-call-asked'; readonly call: number }
  /** `withdrawn`: the script no longer awaits the call, or the run ends. `expired`: nobody decided in time. */
  | {
      readonly type: 'tool-call-decided'
      readonly call: number
      readonly choice: 'allow' | 'deny' | 'withdrawn' | 'expired'
    }
  | { readonly type: 'tool-call-streamed'; readonly call: number; readonly text: string }
  | ({ readonly type: 'tool-call-ended'; readonly call: number } & ToolCallEnd)
  /** In a session: the variables that the next run finds, newest last. */
  | { readonly type: 'variables-changed'; readonly variables: readonly Variable[] }
  | { readonly type: 'stop-asked'; readonly reason: 'stopped' | 'timed-out' }
  /** The last event; there is exactly one. */
  | { readonly type: 'run-ended'; readonly outcome: RunOutcome }

type Distributed<Body, Added> = Body extends unknown ? Body & Added : never

export type RunEvent = Distributed<
  RunEventBody,
  {
    /** Counts the events of a run, from 0. */
    readonly seq: number
    /** Milliseconds since the run began, from a monotonic clock. */
    readonly at: number
  }
>

/** An event before it is numbered and timed. */
export type NewRunEvent = RunEventBody

export type RunEventOf<Type extends RunEventBody['type']> = Extract<RunEventBody, { readonly type: Type }>

/** Events that the worker posts. */
export type WorkerEventType =
  | 'script-started'
  | 'output-delta'
  | 'output-omitted'
  | 'display-shown'
  | 'progress-changed'
  | 'input-asked'
  | 'variables-changed'
  | 'run-ended'

/**
 * An event as the worker posts it: without `seq`, since the worker sees only part of a run. `at` as in
 * `RunEvent`.
 */
export type WorkerEvent = Distributed<
  RunEventOf<WorkerEventType>,
  { readonly runId: string; readonly at: number }
>
