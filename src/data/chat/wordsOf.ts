/** The plain text of a message, for search and memory extraction. */
import type { ChatPart } from '../../../contract/chat/chat.ts'

export const wordsOf = (parts: readonly ChatPart[]): string =>
  parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim()
