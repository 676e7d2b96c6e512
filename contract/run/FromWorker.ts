/** Messages from the Python worker: events of a run and requests to the page. */
import type { WorkerEvent } from './runEvents.ts'
import type { BootPhase, ScriptStack } from './workerProtocol.ts'

export type FromWorker =
  | WorkerEvent
  | { readonly type: 'boot-progressed'; readonly phase: BootPhase }
  | { readonly type: 'boot-ended'; readonly error: string | null }
  /**
   * Sent at most once, before the script begins, if it imports missing modules or has requirements. `imports`
   * are top-level module names. The answer is `packages`.
   */
  | { readonly type: 'packages-needed'; readonly runId: string; readonly imports: readonly string[] }
  /** The answer is `tool-result`, after any number of `tool-text` messages. */
  | {
      readonly type: 'tool-call-wanted'
      readonly runId: string
      readonly callId: number
      readonly tool: string
      /** JSON object of the arguments by name. User code writes it, so it is untrusted. */
      readonly argumentsJson: string
      /** Milliseconds since the run began. */
      readonly at: number
    }
  /** The script no longer awaits the call or the rest of its stream. */
  | {
      readonly type: 'tool-call-abandoned'
      readonly runId: string
      readonly callId: number
      readonly at: number
    }
  /** The interpreter crashed. The page replaces the worker. */
  | { readonly type: 'interpreter-died'; readonly message: string; readonly stack?: ScriptStack | undefined }
