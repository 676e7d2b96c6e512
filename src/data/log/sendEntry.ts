/** Writes an entry of the outbox to Postgres. Idempotent. */
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import { writeLogEntry } from '../../../run/journal/writeLogEntry.ts'
import type { Supabase } from '../createSupabase.ts'
import type { Authorization } from '../session/createRenewingFetch.ts'
import { toSendOutcome, type SendOutcome } from '../delivery/toSendOutcome.ts'

const requestMs = 30_000

/** The entry is of the authorization's user. */
export async function sendEntry(
  supabase: Supabase,
  { accessToken }: Authorization,
  entry: OutboxEntry,
): Promise<SendOutcome> {
  const { error, status } = await writeLogEntry(supabase, entry)
    // Named here, so that a change of user in between cannot write one's log into another's.
    .setHeader('Authorization', `Bearer ${accessToken}`)
    .abortSignal(AbortSignal.timeout(requestMs))
  return toSendOutcome(status, error)
}
