/** What the Python worker posts: events of a run, and what it asks of the page. */
import type { WorkerEvent } from './runEvents.ts'
import type { BootPhase, ScriptStack } from './workerProtocol.ts'

export type FromWorker =
  | WorkerEvent
  | { readonly type: 'boot-progressed'; readonly phase: BootPhase }
  | { readonly type: 'boot-ended'; readonly error: string | null }
  /**
   * Before the script begins, at most once: it imports modules that are not installed, or has requirements. The answer is
   * `packages`. Top-level names of modules.
   */
  | { readonly type: 'packages-needed'; readonly runId: string; readonly imports: readonly string[] }
  /** The answer is `tool-result`, after any number of `tool-text`. */
  | {
      readonly type: 'tool-call-wanted'
      readonly runId: string
      readonly callId: number
      readonly tool: string
      /** JSON text of the arguments by name. Written by user code: not to be trusted. */
      readonly argumentsJson: string
      /** Milliseconds since the run began. */
      readonly at: number
    }
  /** The script does not await the rest of a stream, or the answer of a call, any more. */
  | {
      readonly type: 'tool-call-abandoned'
      readonly runId: string
      readonly callId: number
      readonly at: number
    }
  /** The interpreter is broken beyond use; the page replaces the worker. */
  | { readonly type: 'interpreter-died'; readonly message: string; readonly stack?: ScriptStack | undefined }
