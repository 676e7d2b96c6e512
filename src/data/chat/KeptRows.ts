/** What of conversations this browser keeps until the backend has it, and where. */
import type { ChatMessage, Conversation } from '../../../contract/chat/chat.ts'

export type KeptContent =
  | { readonly kind: 'conversation'; readonly row: Conversation }
  | { readonly kind: 'message'; readonly row: ChatMessage }
  | { readonly kind: 'removed-message' }
  | { readonly kind: 'removed-conversation' }

interface KeptPlace {
  readonly userId: string
  readonly conversationId: string
  /** Of the conversation or the message. */
  readonly id: string
  /** Goes up with each version. */
  readonly revision: number
  readonly state: 'pending' | 'refused'
  /** Why it was refused. */
  readonly reason: string | null
}

/** The latest version of a row, or that it is removed. */
export type KeptRow = KeptPlace & KeptContent

export interface KeptCounts {
  readonly pending: number
  readonly refused: number
  readonly refusedReason: string | null
}

export interface KeptRows {
  /** All or none, by `foldKept`. */
  readonly put: (rows: readonly KeptRow[]) => Promise<void>
  readonly all: (userId: string) => Promise<readonly KeptRow[]>
  readonly ofConversation: (userId: string, conversationId: string) => Promise<readonly KeptRow[]>
  /** Removes rows that are delivered. A newer version of one stays. */
  readonly settle: (rows: readonly KeptRow[]) => Promise<void>
  /** Marks a row that the backend will never take. A newer version of it is left as it is. */
  readonly refuse: (row: KeptRow, reason: string) => Promise<void>
  /** Of one user, or of all where nobody is signed in. */
  readonly count: (userId: string | null) => Promise<KeptCounts>
  readonly dispose: () => void
}
