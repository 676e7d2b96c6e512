/**
 * The rows of conversations that this browser keeps until they are delivered, and the port to their store.
 */
import type { ChatMessage, Conversation } from '../../../contract/chat/chat.ts'

export type KeptContent =
  | { readonly kind: 'conversation'; readonly row: Conversation }
  | { readonly kind: 'message'; readonly row: ChatMessage }
  | { readonly kind: 'removed-message' }
  | { readonly kind: 'removed-conversation' }

interface KeptPlace {
  readonly userId: string
  readonly conversationId: string
  /** Id of the conversation or the message. */
  readonly id: string
  /** Increases with each version. */
  readonly revision: number
  readonly state: 'pending' | 'refused'
  /** Why the backend refused it. */
  readonly reason: string | null
}

/** The latest version of a row, or a tombstone. */
export type KeptRow = KeptPlace & KeptContent

export interface KeptCounts {
  readonly pending: number
  readonly refused: number
  readonly refusedReason: string | null
}

export interface KeptRows {
  /** Stores rows by the rule of `foldKept`, all or none. */
  readonly put: (rows: readonly KeptRow[]) => Promise<void>
  readonly all: (userId: string) => Promise<readonly KeptRow[]>
  readonly ofConversation: (userId: string, conversationId: string) => Promise<readonly KeptRow[]>
  /** Removes delivered rows; a newer version stays. */
  readonly settle: (rows: readonly KeptRow[]) => Promise<void>
  /** Marks a row as refused (a dead letter); a newer version is left unchanged. */
  readonly refuse: (row: KeptRow, reason: string) => Promise<void>
  /** Counts one user's rows, or all rows if nobody is signed in. */
  readonly count: (userId: string | null) => Promise<KeptCounts>
  readonly dispose: () => void
}
