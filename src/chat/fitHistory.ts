/** Selects the messages that a request sends to the model, and those to fold into the summary. */
import {
  chatLimits,
  type ChatMessage,
  type ChatPart,
  type ChatRequest,
  type ConversationSummary,
} from '../../contract/chat/chat.ts'
import { hasObservation, isPythonPart, trimObservation } from '../../contract/chat/chatLoop.ts'

type Turns = ChatRequest['messages']

/** Characters are counted in JSON. */
export const foldLimits = {
  /** If messages exceed this, older ones are folded. */
  characters: 60_000,
  /** The latest messages stay unfolded: this many characters or this many messages, whichever is more. */
  keptCharacters: 20_000,
  keptTurns: 6,
} as const

/**
 * The latest messages after the summary that fit `chatLimits.turns` and `chatLimits.requestCharacters`,
 * oldest first. Messages are whole, with trimmed observations; the last one is always included. The first one
 * is the user's, if there is any.
 */
export function fitHistory(messages: readonly ChatMessage[], summary: ConversationSummary | null): Turns {
  const turns = turnsAfter(messages, summary)
  const fitting = turns.slice(firstOfLatest(turns, chatLimits.turns, chatLimits.requestCharacters))
  const begin = fitting.findIndex(({ role }) => role === 'user')
  return begin === -1 ? fitting : fitting.slice(begin)
}

/**
 * The messages to fold into the summary now, oldest first, up to what one request takes. The last one is an
 * answer, so that no question is separated from its answer.
 * @returns null while the messages are short enough.
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

/**
 * Messages after the summary. If the summary's last message is missing, all of them: better twice than not at
 * all.
 */
function turnsAfter(messages: readonly ChatMessage[], summary: ConversationSummary | null): Turns {
  const last = messages.findIndex(({ id }) => id === summary?.through_message_id)
  return messages.slice(last + 1).flatMap(({ id, role, parts }) => {
    const sent = parts.flatMap(toSent)
    return sent.some(({ type }) => type !== 'step-start') ? [{ id, role, parts: sent }] : []
  })
}

/** Keeps what the model said, ran and saw. Drops parts meant only for people and calls without an outcome. */
function toSent(part: ChatPart): ChatPart[] {
  if (part.type === 'data-attempt' || part.type === 'data-workflow-matches') return []
  if (part.type === 'text') return part.text.trim() === '' ? [] : [part]
  if (!isPythonPart(part)) return [part]
  if (part.state === 'output-available') return [{ ...part, output: trimObservation(part.output) }]
  return hasObservation(part) ? [part] : []
}

const charactersOf = (turns: Turns): number => JSON.stringify(turns).length

/** Index of the first of the latest messages within both limits. The last message is always within. */
function firstOfLatest(turns: Turns, mostTurns: number, mostCharacters: number): number {
  let characters = 2
  let first = turns.length
  while (first > 0 && turns.length - first < mostTurns) {
    // Plus 1 for the comma.
    characters += JSON.stringify(turns[first - 1]).length + 1
    if (characters > mostCharacters && first < turns.length) break
    first -= 1
  }
  return first
}

/** The oldest messages that fit one request. */
function firstThatFit(turns: Turns): Turns {
  const reversed = turns.toReversed()
  return reversed.slice(firstOfLatest(reversed, chatLimits.turns, chatLimits.requestCharacters)).toReversed()
}
