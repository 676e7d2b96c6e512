/** The words alone of a message, as search and extraction read them. */
import type { ChatPart } from '../../../contract/chat/chat.ts'

export const wordsOf = (parts: readonly ChatPart[]): string =>
  parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim()
