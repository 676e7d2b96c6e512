/** Titles of conversations. */
import { chatLimits } from '../../contract/chat/chat.ts'

/** As long as one may be. */
export const toTitle = (text: string): string => text.trim().slice(0, chatLimits.titleCharacters)

/** From a first message: the beginning of its first line, as far as a list shows it. */
export function titleOf(text: string): string {
  const [line = ''] = text.trim().split('\n')
  return line.length <= 60 ? line : `${line.slice(0, 59).trimEnd()}…`
}
