/** What a chat shows of itself; components draw exactly this. */
import type { ChatMessage, Conversation, ConversationSummary } from '../../contract/chat/chat.ts'
import type { AppError } from '../../contract/errors.ts'
import type { RunState } from '../../run/journal/runState.ts'

export type ChatActivity =
  | 'idle'
  /** The backend is away: the message is kept and sent when it is back. */
  | 'waiting'
  /** The model was asked and has not begun. */
  | 'asking'
  /** The model writes. */
  | 'answering'
  /** Its Python runs. */
  | 'running'

/** A step that was run in this tab, with all that it showed; others are read from the log. */
export interface StepRun {
  readonly run: RunState
  /** Whether it is the code of the message or one that the person edited. */
  readonly isRerun: boolean
}

export interface ChatState {
  readonly conversation: Conversation
  /** Oldest first. */
  readonly messages: readonly ChatMessage[]
  readonly summary: ConversationSummary | null
  readonly activity: ChatActivity
  /** By toolCallId: the latest run of each step. */
  readonly runs: ReadonlyMap<string, StepRun>
  /** The step whose Python runs now. */
  readonly runningStep: string | null
  /** What could not be done with the last wish, such as sending from a second tab; null when all is well. */
  readonly error: AppError | null
}
