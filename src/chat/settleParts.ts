/** Puts an answer in order that did not end as answers do. */
import type { ChatMessage, ChatPart } from '../../contract/chat/chat.ts'
import { isPythonPart } from '../../contract/chat/chatLoop.ts'

const interrupted =
  'It was interrupted: whether it ran, and how far, is not known. Check before you do it again.'

/**
 * Parts that a model may be shown: text is done, code that was still being written is gone, and code whose end is not
 * known says so.
 */
export const settleParts = (parts: readonly ChatPart[]): ChatPart[] =>
  parts.flatMap((part): ChatPart[] => {
    if (part.type === 'text') return [{ ...part, state: 'done' }]
    if (!isPythonPart(part)) return [part]
    if (part.state === 'input-streaming') return []
    if (part.state !== 'input-available') return [part]
    return [{ ...part, state: 'output-error', errorText: interrupted }]
  })

/** Whether the model was in the middle of words when it ended. */
export const endsInWords = (parts: readonly ChatPart[]): boolean => lastWords(parts) !== -1

/** What was added from `from` on goes on with the words before it in one piece. */
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

/** Where the text is that a message ends with; -1 where it ends otherwise. */
function lastWords(parts: readonly ChatPart[]): number {
  const last = parts.findLastIndex(({ type }) => type !== 'data-attempt' && type !== 'step-start')
  return parts[last]?.type === 'text' ? last : -1
}

/** A message that nobody writes any more, though its last tab left it so. */
export function settleInterrupted(message: ChatMessage): ChatMessage {
  if (message.metadata.state !== 'writing') return message
  return {
    ...message,
    parts: settleParts(message.parts),
    metadata: { ...message.metadata, state: 'cut-off', error: null },
  }
}
