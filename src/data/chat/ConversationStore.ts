/** The port through which the page stores and reads conversations. */
import type { ChatMessage, Conversation, ConversationSummary } from '../../../contract/chat/chat.ts'
import type { ReadableStore } from '../../../lib/createStore.ts'
import type { OutboxProblem } from '../delivery/createDeliveryLoop.ts'

/** Cursor of the list (keyset pagination): the page begins after this conversation. */
export interface ConversationCursor {
  readonly updated_at: string
  readonly id: string
}

export interface ConversationPage {
  readonly conversations: readonly Conversation[]
  /** Cursor of the next page; null after the last one. */
  readonly next: ConversationCursor | null
  /** Whether the backend was unreachable, so that only rows waiting in this browser are listed. */
  readonly isPartial: boolean
}

export interface OpenConversation {
  readonly conversation: Conversation
  /** All messages, oldest first; the id breaks ties of time. */
  readonly messages: readonly ChatMessage[]
  /** The latest summary; null if there is none. */
  readonly summary: ConversationSummary | null
  /** Whether the backend was unreachable, so that messages may be missing. */
  readonly isPartial: boolean
}

export interface ConversationStoreState {
  /** The signed-in user's rows that are not delivered yet. */
  readonly pending: number
  /**
   * Dead letters: rows that the backend will never accept. They stay here, and a newer version is tried
   * again.
   */
  readonly refused: number
  readonly refusedReason: string | null
  readonly problem: OutboxProblem | null
}

export interface ConversationStore extends ReadableStore<ConversationStoreState> {
  /**
   * Lists conversations, newest first, in pages of 50, including undelivered ones. Each word of `query` must
   * occur in the title or the messages, in any case.
   * @throws an AppError if there is nothing to show, or the signal's reason.
   */
  readonly list: (options: {
    readonly query: string
    readonly before: ConversationCursor | null
    readonly signal: AbortSignal
  }) => Promise<ConversationPage>
  /**
   * Opens a conversation. Undelivered versions replace the backend's older copies.
   * @returns null if it does not exist or belongs to another user.
   * @throws an AppError if the backend is away and this browser has nothing of it, or the signal's reason.
   */
  readonly open: (id: string, signal: AbortSignal) => Promise<OpenConversation | null>
  /**
   * Stores a conversation in this browser at once; it is delivered before its messages. Never throws or
   * waits.
   */
  readonly keepConversation: (conversation: Conversation) => void
  /**
   * Stores a message in the same way. While it is being written, it is on disk within 250 ms and delivered
   * every 2 s; otherwise both happen at once. An answer needs a later `created_at` than its question.
   */
  readonly keepMessage: (conversationId: string, message: ChatMessage) => void
  /**
   * Deletes a conversation with its messages, permanently: later versions are ignored. Resolves once the
   * deletion is recorded in this browser.
   */
  readonly remove: (id: string) => Promise<void>
  /** Deletes messages, permanently too. */
  readonly removeMessages: (conversationId: string, ids: readonly string[]) => void
  /** Delivers now. Resolves when all is delivered or there is a problem. */
  readonly deliver: () => Promise<void>
  /** How many undelivered rows of a user this browser holds, signed in or not. */
  readonly countLeft: (userId: string) => Promise<number>
  /** Deletes them. They reach no backend any more. */
  readonly forget: (userId: string) => Promise<void>
  /**
   * Calls back with each conversation that another tab changed or removed, until the returned function is
   * called.
   */
  readonly onChange: (listener: (conversationId: string) => void) => () => void
  readonly dispose: () => void
}
