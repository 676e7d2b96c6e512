/** One task for the chat: what a person asks, what a scripted model does about it, and what must have come of it. */
import type { Asked } from '../dev/twins/readAsked.ts'
import type { Transcript } from '../dev/twins/aiTwin.ts'

/** An action of the person during an answer, once the named event is seen. */
export type PersonAct =
  | { readonly when: 'asked' | 'text' | 'running' | 'call-pending'; readonly act: 'stop' }
  | { readonly when: 'call-asks'; readonly act: 'allow' | 'deny' | 'always' }
  | { readonly when: 'cut-off'; readonly act: 'continue' }

export interface SeenExecution {
  readonly status: 'completed' | 'failed'
  /** `error_code` in the log; absent: none. */
  readonly errorCode?: string
  /** A pattern that its output must match; the log has the full output. */
  readonly output?: RegExp
  readonly result?: unknown
}

export interface SeenCall {
  readonly tool: string
  readonly status: 'completed' | 'failed' | 'cancelled'
}

export interface ChatTask {
  readonly id: string
  /** The behaviour under test, as a sentence. */
  readonly title: string
  /** The person's messages, each sent when the answer before has ended. */
  readonly says: readonly string[]
  readonly pythonFirst?: boolean
  /** Seconds that Python may run; default 30. */
  readonly runSeconds?: number
  /** The model's answers, one per request. */
  readonly model: Transcript
  readonly acts?: readonly PersonAct[]
  readonly expects: {
    /** The words of the last answer as a person sees them. */
    readonly answer: RegExp
    /** How the last answer ended. */
    readonly state?: 'complete' | 'stopped' | 'cut-off' | 'failed'
    /** All runs of the conversation in order, and their tool calls in order of arrival. */
    readonly executions: readonly SeenExecution[]
    readonly calls?: readonly SeenCall[]
    /** How many requests reached a model. */
    readonly requests: number
    /** @throws an AssertionError if the model was sent anything unexpected. */
    readonly sent?: (asked: readonly Asked[]) => void
  }
  /** How a live model's work is judged; absent: the task needs a script. */
  readonly live?: {
    readonly answer: RegExp
    /** The least of runs: an answer without them was guessed. */
    readonly executions: number
  }
}
