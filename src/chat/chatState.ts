/** The state of a chat that components render. */
import type { ChatMessage, Conversation, ConversationSummary } from '../../contract/chat/chat.ts'
import type { AppError } from '../../contract/errors.ts'
import type { RunState } from '../../run/journal/runState.ts'

export type ChatActivity =
  | 'idle'
  /** The backend is away. The message is kept and sent when the backend returns. */
  | 'waiting'
  /** The model was asked; no answer has begun. */
  | 'asking'
  /** The model is writing. */
  | 'answering'
  /** The model's Python runs. */
  | 'running'

/** A step that ran in this tab, with all its output. Other steps are read from the log. */
export interface StepRun {
  readonly run: RunState
  /** Whether a person ran it again, possibly with edited code. */
  readonly isRerun: boolean
}

export interface ChatState {
  readonly conversation: Conversation
  /** Oldest first. */
  readonly messages: readonly ChatMessage[]
  readonly summary: ConversationSummary | null
  readonly activity: ChatActivity
  /** The latest run of each step, by toolCallId. */
  readonly runs: ReadonlyMap<string, StepRun>
  /** The toolCallId of the running step. */
  readonly runningStep: string | null
  /** Why the last action failed, such as sending from a second tab; null if it did not. */
  readonly error: AppError | null
}
