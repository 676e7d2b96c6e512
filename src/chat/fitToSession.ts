/** Drops the oldest messages until a conversation fits the built-in model's session. */
import type { ModelMessage, ModelSession } from './browserModel.ts'

/** Defaults for browsers that report neither the context size nor a text's tokens. */
const usualWindow = 4096
const charactersPerToken = 3
/** Reserve for the answer: a quarter of the context, at most this many tokens. */
const mostForAnswer = 1024

/** Returns the latest messages that fit; always at least the last one. */
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

/** Drops the oldest messages up to the next question: a conversation begins with one. */
export function withoutOldest(messages: readonly ModelMessage[]): ModelMessage[] {
  const next = messages.findIndex(({ role }, place) => place > 0 && role === 'user')
  return messages.slice(next === -1 ? -1 : next)
}

/** A rough cut first, so that long conversations are not measured many times. */
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
