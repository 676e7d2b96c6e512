/** The context of one open chat, read by every component from the window down to a cell. */
import { createContext, useContext } from 'react'
import type { Chat, ChatState, ChatWindowParts } from './ChatWindowParts.ts'

/**
 * The user's choices for one cell. They live above the virtual list, so that scrolling does not reset them.
 */
export interface CellChoice {
  /** Whether the code is unfolded. undefined: decided by length and state. */
  readonly showsCode?: boolean
  readonly showsBody?: boolean
  /** The edited code. */
  readonly edited?: string
  readonly isEditing?: boolean
  /** Shows the run that the assistant saw instead of a later one. */
  readonly showsFirst?: boolean
}

/** The open chat with its state, the parts it renders, and the actions of its cells. */
export interface ChatContextValue {
  readonly chat: Chat
  readonly state: ChatState
  readonly parts: ChatWindowParts
  readonly choices: ReadonlyMap<string, CellChoice>
  readonly choose: (toolCallId: string, choice: CellChoice) => void
  /** Opens the code in a new tab of the editor and goes there. */
  readonly openInEditor: (name: string, code: string) => void
  /** Opens the code in a new tab of the editor, but stays in the chat. */
  readonly saveScript: (name: string, code: string) => void
}

/** Provided by `Conversation` once the chat is open. Read it with `useChatContext`. */
export const ChatContext = createContext<ChatContextValue | null>(null)

/** @throws {Error} outside of an open conversation. */
export function useChatContext(): ChatContextValue {
  const value = useContext(ChatContext)
  if (value === null) throw new Error('Parts of a chat are drawn inside its window')
  return value
}
