/** Leaves out of a conversation what does not fit into a session with the browser's own model: the oldest first. */
import type { ModelMessage, ModelSession } from './browserModel.ts'

/** Where a browser does not say how much fits, and how much a text takes. */
const usualWindow = 4096
const charactersPerToken = 3
/** For the answer: a quarter of all, at most so many tokens. */
const mostForAnswer = 1024

/** At least the last message, whatever it takes. */
export async function fitToSession(
  session: ModelSession,
  messages: readonly ModelMessage[],
  signal: AbortSignal,
): Promise<ModelMessage[]> {
  const size = session.contextWindow ?? session.inputQuota ?? usualWindow
  const used = session.contextUsage ?? session.inputUsage ?? 0
  const room = size - used - Math.min(size / 4, mostForAnswer)
  let left = keepCharacters(messages, room * charactersPerToken * 2)
  while (left.length > 1 && (await measure(session, left, signal)) > room) left = withoutOldest(left)
  return left
}

/** A conversation begins with a question. */
export function withoutOldest(messages: readonly ModelMessage[]): ModelMessage[] {
  const next = messages.findIndex(({ role }, place) => place > 0 && role === 'user')
  return messages.slice(next === -1 ? -1 : next)
}

/** So that a long conversation is not measured again and again. */
function keepCharacters(messages: readonly ModelMessage[], characters: number): ModelMessage[] {
  let left = [...messages]
  while (left.length > 1 && charactersOf(left) > characters) left = withoutOldest(left)
  return left
}

const charactersOf = (messages: readonly ModelMessage[]): number =>
  messages.reduce((sum, { content }) => sum + content.length, 0)

async function measure(
  session: ModelSession,
  messages: ModelMessage[],
  signal: AbortSignal,
): Promise<number> {
  const estimate = charactersOf(messages) / charactersPerToken
  if (session.measureContextUsage) return session.measureContextUsage(messages, { signal })
  return session.measureInputUsage?.(messages, { signal }) ?? estimate
}
