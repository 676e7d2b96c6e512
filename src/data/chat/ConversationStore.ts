/** What the page asks of whoever keeps its conversations. */
import type { ChatMessage, Conversation, ConversationSummary } from '../../../contract/chat/chat.ts'
import type { ReadableStore } from '../../../lib/createStore.ts'
import type { OutboxProblem } from '../delivery/createDeliveryLoop.ts'

/** Where a page of the list begins: after this conversation. */
export interface ConversationCursor {
  readonly updated_at: string
  readonly id: string
}

export interface ConversationPage {
  readonly conversations: readonly Conversation[]
  /** Where the next page begins; null after the last one. */
  readonly next: ConversationCursor | null
  /** The backend could not be asked: these are only those that this browser has not delivered yet. */
  readonly isPartial: boolean
}

export interface OpenConversation {
  readonly conversation: Conversation
  /** All of them, oldest first; the id decides between equal times. */
  readonly messages: readonly ChatMessage[]
  /** The latest one; null where nothing was summarised. */
  readonly summary: ConversationSummary | null
  /** The backend could not be asked: there may be more messages than these. */
  readonly isPartial: boolean
}

export interface ConversationStoreState {
  /** Rows of the signed-in user that the backend does not have yet. */
  readonly pending: number
  /** Rows that the backend will never take; they are kept here, and a newer version is tried again. */
  readonly refused: number
  readonly refusedReason: string | null
  readonly problem: OutboxProblem | null
}

export interface ConversationStore extends ReadableStore<ConversationStoreState> {
  /**
   * Newest first, in pages of 50, with what is not delivered yet. Each word of `query` is looked for, in any case, in the
   * title and in the words of the messages. Throws an AppError where there is nothing to show, and the signal's reason.
   */
  readonly list: (options: {
    readonly query: string
    readonly before: ConversationCursor | null
    readonly signal: AbortSignal
  }) => Promise<ConversationPage>
  /**
   * null where there is none, or where it is another's. What is kept here stands in place of the backend's older copy.
   * Throws an AppError where nothing of it is known here and the backend is away, and the signal's reason.
   */
  readonly open: (id: string, signal: AbortSignal) => Promise<OpenConversation | null>
  /** Kept in this browser at once, and delivered before the conversation's messages. Never throws, never waits. */
  readonly keepConversation: (conversation: Conversation) => void
  /**
   * The same for a message. One that is being written is on disk 250 ms later at most, and delivered every two seconds;
   * any other at once. Give an answer a later `created_at` than its question.
   */
  readonly keepMessage: (conversationId: string, message: ChatMessage) => void
  /** With its messages, for good: later versions of them are ignored. Done when this browser has noted it. */
  readonly remove: (id: string) => Promise<void>
  /** For good, as above. */
  readonly removeMessages: (conversationId: string, ids: readonly string[]) => void
  /** Tries to deliver now; done when all is delivered or there is a problem. */
  readonly deliver: () => Promise<void>
  /** Tells of each conversation that another tab of this browser changed or removed, until the returned function is called. */
  readonly onChange: (listener: (conversationId: string) => void) => () => void
  readonly dispose: () => void
}
