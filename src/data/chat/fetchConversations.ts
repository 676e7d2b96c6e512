/**
 * Reads conversations from Postgres: pages of the list, and one conversation with all its messages (keyset
 * pagination).
 */
import * as z from 'zod/mini'
import type { ChatMessage, Conversation, ConversationSummary } from '../../../contract/chat/chat.ts'
import { AppError } from '../../../contract/errors.ts'
import type { Authorization } from '../session/createRenewingFetch.ts'
import type { Supabase } from '../createSupabase.ts'
import { databaseFault } from '../databaseFault.ts'
import type { ConversationCursor } from './ConversationStore.ts'
import { readConversation, readMessage, readSummary, revisionOf } from './readChatRows.ts'
import { toPattern } from './toSearch.ts'

const pageSize = 50
/** The backend's limit of rows per request. */
const messagesAtOnce = 1000

export interface Versioned<Row> {
  readonly row: Row
  readonly revision: number
}

export interface FetchedConversation {
  readonly conversation: Versioned<Conversation>
  /** Oldest first. */
  readonly messages: readonly Versioned<ChatMessage>[]
  readonly summary: ConversationSummary | null
}

interface Asked {
  readonly supabase: Supabase
  /** Authorizes as one user: a change of user in between must not show another user's rows. */
  readonly authorization: Authorization
  readonly signal: AbortSignal
}

interface PageQuestion {
  readonly words: readonly string[]
  /** Ids to include whatever their words. */
  readonly also: readonly string[]
  readonly before: ConversationCursor | null
}

export interface FetchedPage {
  readonly rows: readonly Versioned<Conversation>[]
  /** null after the last page. */
  readonly next: ConversationCursor | null
}

/**
 * Fetches one page, newest first, at most 50 rows. @throws an AppError, or the signal's reason if aborted.
 */
export async function fetchConversationPage(asked: Asked, question: PageQuestion): Promise<FetchedPage> {
  const { words, also } = question
  const rows: Versioned<Conversation>[] = []
  let next = question.before
  // The function searches a bounded number of conversations at a time, so that none of its statements takes long.
  do {
    const data: unknown = await dataOf(
      asked,
      asked.supabase.rpc('search_conversations', {
        patterns: words.map(toPattern),
        also,
        before_time: next?.updated_at ?? null,
        before_id: next?.id ?? null,
        page_size: pageSize - rows.length,
      }),
    )
    const found = searchAnswer.safeParse(data)
    if (!found.success) throw new AppError('response-malformed')
    rows.push(...readable(found.data.rows, readConversation))
    next = found.data.next
  } while (next !== null && rows.length < pageSize)
  return { rows, next }
}

/** `next`: the last conversation that was looked at, if there are more. */
const searchAnswer = z.object({
  rows: z.array(z.unknown()),
  next: z.nullable(z.object({ id: z.string(), updated_at: z.string() })),
})

/**
 * Fetches one conversation. @returns null if it does not exist or belongs to another user. @throws an
 * AppError, or the signal's reason if aborted.
 */
export async function fetchConversation(asked: Asked, id: string): Promise<FetchedConversation | null> {
  const [conversations, messages, summary] = await Promise.all([
    rowsOf(asked, asked.supabase.from('conversations').select('*').eq('id', id)),
    fetchMessages(asked, id),
    fetchSummary(asked, id),
  ])
  const conversation = readable(conversations, readConversation)[0]
  return conversation === undefined ? null : { conversation, messages, summary }
}

async function fetchMessages(asked: Asked, id: string): Promise<Versioned<ChatMessage>[]> {
  const messages: Versioned<ChatMessage>[] = []
  let after: { readonly created_at: string; readonly id: string } | null = null
  for (;;) {
    let query = asked.supabase
      .from('messages')
      .select('id,role,content,parts,metadata,created_at,revision')
      .eq('conversation_id', id)
    if (after !== null) {
      const time = `"${after.created_at}"`
      query = query
        // Postgres seeks by this bound; by the `or` alone it would read every row before the page.
        .gte('created_at', after.created_at)
        .or(`created_at.gt.${time},and(created_at.eq.${time},id.gt."${after.id}")`)
    }
    const found = await rowsOf(asked, query.order('created_at').order('id').limit(messagesAtOnce))
    const page = readable(found, readMessage)
    messages.push(...page)
    after = page.at(-1)?.row ?? null
    if (found.length < messagesAtOnce || after === null) return messages
  }
}

/** Summaries only save the model older messages. If the query is refused, go on without one. */
async function fetchSummary(asked: Asked, id: string): Promise<ConversationSummary | null> {
  try {
    const latest = asked.supabase
      .from('conversation_summaries')
      .select('conversation_id,summary,through_message_id,created_at')
      .eq('conversation_id', id)
      .order('created_at', { ascending: false })
      .limit(1)
    return readSummary((await rowsOf(asked, latest))[0])
  } catch (error) {
    if (error instanceof AppError && error.code === 'response-malformed') return null
    throw error
  }
}

interface Answer {
  readonly data: unknown
  readonly error: { readonly message: string } | null
  readonly status: number
}

interface Question extends PromiseLike<Answer> {
  readonly retry: (enabled: boolean) => {
    setHeader: (name: string, value: string) => { abortSignal: (signal: AbortSignal) => Question }
  }
}

async function rowsOf(asked: Asked, question: Question): Promise<readonly unknown[]> {
  const data = await dataOf(asked, question)
  if (!Array.isArray(data)) throw new AppError('response-malformed')
  return data
}

async function dataOf({ authorization, signal }: Asked, question: Question): Promise<unknown> {
  const { data, error, status } = await question
    // No retries: while the backend is away, local rows must show at once.
    .retry(false)
    .setHeader('Authorization', `Bearer ${authorization.accessToken}`)
    .abortSignal(signal)
  signal.throwIfAborted()
  if (error !== null) throw databaseFault(status, error.message)
  return data
}

function readable<Row>(found: readonly unknown[], read: (row: unknown) => Row | null): Versioned<Row>[] {
  return found.flatMap((each) => {
    const row = read(each)
    return row === null ? [] : [{ row, revision: revisionOf(each) }]
  })
}
