/** Writes an entry of the outbox to Postgres so that repeating it changes nothing. */
import type { Authorization } from './createRenewingFetch.ts'
import type { Supabase } from './createSupabase.ts'
import type { OutboxEntry } from './outboxEntry.ts'

export type SendOutcome =
  | { readonly type: 'delivered' }
  /** The backend will never take it. */
  | { readonly type: 'rejected'; readonly reason: string }
  | { readonly type: 'signed-out' }
  | { readonly type: 'unreachable' }

const requestMs = 30_000

/** The entry is of the authorization's user. */
export async function sendEntry(
  supabase: Supabase,
  { accessToken }: Authorization,
  entry: OutboxEntry,
): Promise<SendOutcome> {
  const { error, status } = await request(supabase, entry)
    // Named here, so that a change of user in between cannot write one's log into another's.
    .setHeader('Authorization', `Bearer ${accessToken}`)
    .abortSignal(AbortSignal.timeout(requestMs))
  if (error === null) return { type: 'delivered' }
  if (status === 401) return { type: 'signed-out' }
  if (isHopeless(status, error.code)) return { type: 'rejected', reason: error.message }
  return { type: 'unreachable' }
}

function request(supabase: Supabase, entry: OutboxEntry) {
  const executions = supabase.from('eliza_python_executions')
  switch (entry.kind) {
    case 'run-started':
      return executions.upsert(entry.row, { ignoreDuplicates: true, onConflict: 'id' })
    case 'tool-calls':
      return supabase
        .from('eliza_tool_calls')
        .upsert([...entry.rows], { ignoreDuplicates: true, onConflict: 'id' })
    case 'run-ended':
      // A row that has its final state already is left alone.
      return executions
        .update(entry.row)
        .eq('id', entry.executionId)
        .or('status.eq.running,presumed_dead.is.true')
  }
}

/** Bad data (SQLSTATE 22, 23) and missing rights (42501) stay so however often it is sent. */
function isHopeless(status: number, code: string): boolean {
  if (/^(22|23)...$/.test(code) || code === '42501') return true
  return [400, 403, 409, 413, 422].includes(status)
}
