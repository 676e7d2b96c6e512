/** Writes kept rows of one kind to Postgres. Idempotent, and safe against late arrival. */
import { chatLimits, type ChatMessage, type Conversation } from '../../../contract/chat/chat.ts'
import type { Authorization } from '../session/createRenewingFetch.ts'
import type { Supabase } from '../createSupabase.ts'
import { storableText } from '../../../run/journal/makeStorable.ts'
import { toSendOutcome, type SendOutcome } from '../delivery/toSendOutcome.ts'
import type { KeptRow } from './KeptRows.ts'
import { wordsOf } from './wordsOf.ts'

const requestMs = 30_000

/** Sends rows. All must belong to the authorization's user and have the kind of the first. */
export async function sendRows(
  supabase: Supabase,
  { accessToken }: Authorization,
  rows: readonly KeptRow[],
): Promise<SendOutcome> {
  const { error, status } = await request(supabase, rows)
    // An explicit token: after a change of user, the client's own would write into another account.
    .setHeader('Authorization', `Bearer ${accessToken}`)
    .abortSignal(AbortSignal.timeout(requestMs))
  return toSendOutcome(status, error)
}

function request(supabase: Supabase, rows: readonly KeptRow[]) {
  const ids = rows.map(({ id }) => id)
  switch (rows[0]?.kind) {
    case 'removed-conversation':
      return supabase.from('conversations').delete().in('id', ids)
    case 'removed-message':
      return supabase.from('messages').delete().in('id', ids)
    case 'message':
      return supabase.rpc('keep_messages', { kept: JSON.stringify(rows.map(toColumns)) })
    default:
      return supabase.rpc('keep_conversations', { kept: JSON.stringify(rows.map(toColumns)) })
  }
}

/** A row's columns as sent; null for a removal. */
export function toColumns(kept: KeptRow) {
  const { revision, conversationId } = kept
  if (kept.kind === 'conversation') return { ...conversationColumns(kept.row), revision }
  if (kept.kind === 'message')
    return { ...messageColumns(kept.row), conversation_id: conversationId, revision }
  return null
}

const conversationColumns = (row: Conversation) => ({
  ...row,
  title: storableText(row.title, chatLimits.titleCharacters),
})

const messageColumns = (row: ChatMessage) => ({
  ...row,
  content: storableText(wordsOf(row.parts), chatLimits.answerCharacters),
})
