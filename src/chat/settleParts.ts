/** Repairs the parts of an answer that ended early. */
import type { ChatMessage, ChatPart } from '../../contract/chat/chat.ts'
import { isPythonPart } from '../../contract/chat/chatLoop.ts'

const interrupted =
  'It was interrupted: whether it ran, and how far, is not known. Check before you do it again.'

/**
 * Makes parts fit for the model: text is done, half-written code is removed, and code without an outcome says
 * so.
 */
export const settleParts = (parts: readonly ChatPart[]): ChatPart[] =>
  parts.flatMap((part): ChatPart[] => {
    if (part.type === 'text') return [{ ...part, state: 'done' }]
    if (!isPythonPart(part)) return [part]
    if (part.state === 'input-streaming') return []
    if (part.state !== 'input-available') return [part]
    return [{ ...part, state: 'output-error', errorText: interrupted }]
  })

/** Whether the answer ends in text. */
export const endsInWords = (parts: readonly ChatPart[]): boolean => lastWords(parts) !== -1

/** Joins a continued answer: the first text from index `from` on is appended to the text before it. */
export function joinContinued(parts: readonly ChatPart[], from: number): ChatPart[] {
  const place = lastWords(parts.slice(0, from))
  const half = parts[place]
  const added = parts.slice(from)
  const rest = added.find((part) => part.type === 'text')
  if (half?.type !== 'text' || rest?.type !== 'text') return [...parts]
  return [
    ...parts.slice(0, from).with(place, { ...rest, text: half.text + rest.text }),
    ...added.filter((part) => part !== rest && part.type !== 'step-start'),
  ]
}

/** Index of the text that ends the message; -1 if it ends otherwise. */
function lastWords(parts: readonly ChatPart[]): number {
  const last = parts.findLastIndex(({ type }) => type !== 'data-attempt' && type !== 'step-start')
  return parts[last]?.type === 'text' ? last : -1
}

/** Marks a message as cut off if its writer is gone. */
export function settleInterrupted(message: ChatMessage): ChatMessage {
  if (message.metadata.state !== 'writing') return message
  return {
    ...message,
    parts: settleParts(message.parts),
    metadata: { ...message.metadata, state: 'cut-off', error: null },
  }
}
