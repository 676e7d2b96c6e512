/** Writes an entry of the outbox to Postgres so that repeating it changes nothing. */
import type { Authorization } from '../session/createRenewingFetch.ts'
import type { Supabase } from '../createSupabase.ts'
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import { toSendOutcome, type SendOutcome } from '../toSendOutcome.ts'

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
  return toSendOutcome(status, error)
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
