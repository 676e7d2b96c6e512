/** Merges undelivered rows over the backend's older copies. */
import type { ChatMessage, Conversation } from '../../../contract/chat/chat.ts'
import { groupBy } from '../../../lib/groupBy.ts'
import type { ConversationCursor, OpenConversation } from './ConversationStore.ts'
import type { FetchedConversation, FetchedPage } from './fetchConversations.ts'
import type { KeptRow } from './KeptRows.ts'
import { hasWords } from './toSearch.ts'
import { wordsOf } from './wordsOf.ts'

/** Ids of conversations that match by undelivered messages, which the backend cannot search. */
export function conversationsWithWords(kept: readonly KeptRow[], words: readonly string[]): string[] {
  return [...groupBy(kept, (row) => row.conversationId)]
    .filter(([, own]) => own.some(({ kind }) => kind === 'message') && hasWords(words, own.flatMap(textOf)))
    .map(([id]) => id)
}

const textOf = (kept: KeptRow): string[] => {
  if (kept.kind === 'conversation') return [kept.row.title]
  return kept.kind === 'message' ? [wordsOf(kept.row.parts)] : []
}

interface PageLimits {
  readonly words: readonly string[]
  readonly before: ConversationCursor | null
}

/** Merges a page, newest first. If more pages follow, older local conversations wait for those pages. */
export function mergePage(page: FetchedPage, kept: readonly KeptRow[], limits: PageLimits): Conversation[] {
  const { words, before } = limits
  const removed = new Set(kept.flatMap((row) => (row.kind === 'removed-conversation' ? [row.id] : [])))
  const own = new Map(kept.flatMap((row) => (row.kind === 'conversation' ? [[row.id, row]] : [])))
  const withWords = new Set(conversationsWithWords(kept, words))
  const fits = ({ id, title }: Conversation) => withWords.has(id) || hasWords(words, [title])
  const isOnPage = (row: Conversation) =>
    (before === null || newestFirst(before, row) < 0) &&
    (page.next === null || newestFirst(row, page.next) <= 0)
  const shown = new Map<string, Conversation>()
  for (const { row, revision } of page.rows) {
    const mine = own.get(row.id)
    const isOlder = mine === undefined || mine.revision < revision
    // A local version that matches appears on the page of its own time.
    if (!removed.has(row.id) && (isOlder || !fits(mine.row))) shown.set(row.id, isOlder ? row : mine.row)
  }
  for (const { row } of own.values())
    if (fits(row) && isOnPage(row) && !shown.has(row.id)) shown.set(row.id, row)
  return [...shown.values()].toSorted(newestFirst)
}

/** Compare parsed times: the backend writes more digits and another zone than this browser. */
function newestFirst(one: ConversationCursor, other: ConversationCursor): number {
  const byTime = Date.parse(other.updated_at) - Date.parse(one.updated_at)
  return byTime !== 0 ? byTime : one.id < other.id ? 1 : one.id > other.id ? -1 : 0
}

/**
 * Merges one conversation. @param fetched null if the backend has none. @param kept all local rows of it.
 * @returns null if it does not exist or is removed.
 */
export function mergeConversation(
  fetched: FetchedConversation | null,
  kept: readonly KeptRow[],
): Omit<OpenConversation, 'isPartial'> | null {
  const mine = kept.find((row) => row.kind === 'conversation')
  const theirs = fetched?.conversation
  if (kept.some((row) => row.kind === 'removed-conversation')) return null
  const conversation =
    mine !== undefined && mine.revision >= (theirs?.revision ?? 0) ? mine.row : (theirs?.row ?? null)
  if (conversation === null) return null
  const messages = new Map<string, ChatMessage>()
  const revisions = new Map<string, number>()
  for (const { row, revision } of fetched?.messages ?? []) {
    messages.set(row.id, row)
    revisions.set(row.id, revision)
  }
  for (const row of kept) {
    if (row.kind === 'removed-message') messages.delete(row.id)
    if (row.kind === 'message' && row.revision >= (revisions.get(row.id) ?? 0)) messages.set(row.id, row.row)
  }
  const newestLast = (one: ChatMessage, other: ChatMessage) =>
    Date.parse(one.created_at) - Date.parse(other.created_at) || (one.id < other.id ? -1 : 1)
  return {
    conversation,
    messages: kept.length === 0 ? [...messages.values()] : [...messages.values()].toSorted(newestLast),
    summary: fetched?.summary ?? null,
  }
}
