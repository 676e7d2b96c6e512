/** What every part of one chat's window needs, from the window down to a cell. */
import { createContext, useContext } from 'react'
import type { Chat, ChatState, ChatWindowParts } from './ChatWindowParts.ts'

/** What a person chose for a cell; it stays while the cell is scrolled out of view. */
export interface CellChoice {
  /** Whether the code is unfolded; undefined: as is usual. */
  readonly showsCode?: boolean
  readonly showsBody?: boolean
  /** What they typed in place of the code. */
  readonly edited?: string
  readonly isEditing?: boolean
  /** The run that the assistant saw, though there is a later one. */
  readonly showsFirst?: boolean
}

export interface ChatContextValue {
  readonly chat: Chat
  readonly state: ChatState
  readonly parts: ChatWindowParts
  readonly choices: ReadonlyMap<string, CellChoice>
  readonly choose: (toolCallId: string, choice: CellChoice) => void
  /** In a tab of its own, in front. */
  readonly openInEditor: (name: string, code: string) => void
  /** The same, but stays here. */
  readonly saveScript: (name: string, code: string) => void
}

export const ChatContext = createContext<ChatContextValue | null>(null)

export function useChatContext(): ChatContextValue {
  const value = useContext(ChatContext)
  if (value === null) throw new Error('Parts of a chat are drawn inside its window')
  return value
}
