/** Writes an entry of the outbox to Postgres. Idempotent. */
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import { writeLogEntry } from '../../../run/journal/writeLogEntry.ts'
import type { Supabase } from '../createSupabase.ts'
import type { Authorization } from '../session/createRenewingFetch.ts'
import { toSendOutcome, type SendOutcome } from '../delivery/toSendOutcome.ts'

const requestMs = 30_000

/** Sends an entry, which must belong to the authorization's user. */
export async function sendEntry(
  supabase: Supabase,
  { accessToken }: Authorization,
  entry: OutboxEntry,
): Promise<SendOutcome> {
  const { error, status } = await writeLogEntry(supabase, entry)
    // An explicit token: after a change of user, the client's own would write into another user's log.
    .setHeader('Authorization', `Bearer ${accessToken}`)
    .abortSignal(AbortSignal.timeout(requestMs))
  return toSendOutcome(status, error)
}
