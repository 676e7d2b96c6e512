/** What of a conversation's messages the model is sent, and when its older turns are to be summarised. */
import {
  chatLimits,
  type ChatMessage,
  type ChatPart,
  type ChatRequest,
  type ConversationSummary,
} from '../../contract/chat/chat.ts'
import { hasObservation, isPythonPart, trimObservation } from '../../contract/chat/chatLoop.ts'

type Turns = ChatRequest['messages']

/** Characters are those of JSON. */
export const foldLimits = {
  /** What is sent beyond this is folded. */
  characters: 60_000,
  /** Of the latest turns stay as they are: so many characters of them, or so many turns, whichever is more. */
  keptCharacters: 20_000,
  keptTurns: 6,
} as const

/**
 * The turns after the summary, oldest first, each whole and with its observations trimmed: the latest that fit into
 * `chatLimits.turns` and `chatLimits.requestCharacters`, of which the last one is always sent. They begin with the user's.
 */
export function fitHistory(messages: readonly ChatMessage[], summary: ConversationSummary | null): Turns {
  const turns = turnsAfter(messages, summary)
  const fitting = turns.slice(firstOfLatest(turns, chatLimits.turns, chatLimits.requestCharacters))
  const begin = fitting.findIndex(({ role }) => role === 'user')
  return begin === -1 ? fitting : fitting.slice(begin)
}

/**
 * What is to be folded into the summary now, oldest first, as much of it as one request takes; null while what is sent is
 * short enough. The last of it is an answer, so that no question is parted from its own.
 */
export function needsSummary(
  messages: readonly ChatMessage[],
  summary: ConversationSummary | null,
): { readonly turns: Turns; readonly throughMessageId: string } | null {
  const turns = turnsAfter(messages, summary)
  if (turns.length <= chatLimits.turns && charactersOf(turns) <= foldLimits.characters) return null
  const byCharacters = firstOfLatest(turns, turns.length, foldLimits.keptCharacters)
  const kept = Math.min(byCharacters, Math.max(0, turns.length - foldLimits.keptTurns))
  const folded = firstThatFit(turns.slice(0, kept))
  const end = folded.findLastIndex(({ role }) => role === 'assistant') + 1
  const through = folded[end - 1]
  return through === undefined ? null : { turns: folded.slice(0, end), throughMessageId: through.id }
}

/** All turns where the summary's last one is not among the messages: better twice than not at all. */
function turnsAfter(messages: readonly ChatMessage[], summary: ConversationSummary | null): Turns {
  const last = messages.findIndex(({ id }) => id === summary?.through_message_id)
  return messages.slice(last + 1).flatMap(({ id, role, parts }) => {
    const sent = parts.flatMap(toSent)
    return sent.some(({ type }) => type !== 'step-start') ? [{ id, role, parts: sent }] : []
  })
}

/** What the model said, ran and saw; without what is told to people alone, and without calls that never came to an end. */
function toSent(part: ChatPart): ChatPart[] {
  if (part.type === 'data-attempt' || part.type === 'data-workflow-matches') return []
  if (part.type === 'text') return part.text.trim() === '' ? [] : [part]
  if (!isPythonPart(part)) return [part]
  if (part.state === 'output-available') return [{ ...part, output: trimObservation(part.output) }]
  return hasObservation(part) ? [part] : []
}

const charactersOf = (turns: Turns): number => JSON.stringify(turns).length

/** Where the latest turns begin that are at most so many, and of so many characters; the last one is always among them. */
function firstOfLatest(turns: Turns, mostTurns: number, mostCharacters: number): number {
  let characters = 2
  let first = turns.length
  while (first > 0 && turns.length - first < mostTurns) {
    // With the comma.
    characters += JSON.stringify(turns[first - 1]).length + 1
    if (characters > mostCharacters && first < turns.length) break
    first -= 1
  }
  return first
}

/** The oldest turns that one request takes. */
function firstThatFit(turns: Turns): Turns {
  const reversed = turns.toReversed()
  return reversed.slice(firstOfLatest(reversed, chatLimits.turns, chatLimits.requestCharacters)).toReversed()
}
