/** Makes titles of conversations. */
import { chatLimits } from '../../contract/chat/chat.ts'

/** Trims a title to its limit. */
export const toTitle = (text: string): string => text.trim().slice(0, chatLimits.titleCharacters)

/** A title from the first message: its first line, cut to 60 characters. */
export function titleOf(text: string): string {
  const [line = ''] = text.trim().split('\n')
  return line.length <= 60 ? line : `${line.slice(0, 59).trimEnd()}…`
}
