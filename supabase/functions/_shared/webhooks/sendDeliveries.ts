/** Sends the caller's due webhook deliveries, and stores their outcomes. Delivery is at-least-once. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { AppError } from '../../../../contract/errors.ts'
import type { WebhookDelivery } from '../../../../contract/webhooks.ts'
import { databaseFault } from '../databaseFault.ts'
import { postSafely } from '../postSafely.ts'

const claimedDelivery = z.object({
  id: z.string(),
  attempt: z.int(),
  url: z.string(),
  message_id: z.string(),
  sent_at: z.number(),
  signature: z.string(),
  body: z.string(),
})
type ClaimedDelivery = z.infer<typeof claimedDelivery>

interface Caller {
  readonly supabase: SupabaseClient
  readonly signal: AbortSignal
}

/** `event`: its deliveries go first. `delivery`: only this one. Empty: all that are due. */
type Which = { readonly event: string } | { readonly delivery: string } | Record<string, never>

/**
 * Sends at most 20 deliveries in parallel, each with a timeout of 5 s.
 *
 * @returns The ids of the deliveries sent.
 */
export async function sendDeliveries(which: Which, { supabase, signal }: Caller): Promise<string[]> {
  const { data, error, status } = await supabase.rpc('claim_webhook_deliveries', which).abortSignal(signal)
  if (error !== null) throw databaseFault(error, status)
  const claimed = z.array(claimedDelivery).parse(data)
  await Promise.all(claimed.map((delivery) => send(delivery, { supabase, signal })))
  return claimed.map(({ id }) => id)
}

/** Reads the current state of deliveries, oldest first. */
export async function readDeliveries(
  filter: { readonly column: 'id' | 'event_id'; readonly values: readonly string[] },
  { supabase, signal }: Caller,
): Promise<WebhookDelivery[]> {
  const { data, error, status } = await supabase
    .from('webhook_deliveries')
    .select('id, subscription_id, event_type, status, attempts, response_code, error, next_attempt_at')
    .in(filter.column, filter.values)
    .order('created_at')
    .order('id')
    .abortSignal(signal)
  if (error !== null) throw databaseFault(error, status)
  return data
}

async function send(delivery: ClaimedDelivery, { supabase, signal }: Caller): Promise<void> {
  const outcome = await attempt(delivery, signal)
  // Without the caller's signal: the outcome must be stored even if the caller has left.
  const { error, status } = await supabase.rpc('settle_webhook_delivery', {
    delivery: delivery.id,
    attempt: delivery.attempt,
    ...outcome,
  })
  if (error !== null) throw databaseFault(error, status)
}

async function attempt(
  { url, message_id, sent_at, signature, body }: ClaimedDelivery,
  signal: AbortSignal,
): Promise<{ code: number | null; reason: string | null }> {
  const headers = {
    'content-type': 'application/json',
    'webhook-id': message_id,
    'webhook-timestamp': String(sent_at),
    'webhook-signature': signature,
  }
  // A variable without a value in .env is an empty string.
  const allowHosts = (Deno.env.get('WEBHOOK_ALLOW_HOSTS') || '').split(',').map((host) => host.trim())
  try {
    const code = await postSafely(url, { headers, body }, { signal, allowHosts })
    return { code, reason: reasonOf(code) }
  } catch (fault) {
    if (fault instanceof AppError) return { code: null, reason: fault.message }
    if (signal.aborted) return { code: null, reason: 'The call that sent this delivery was cancelled.' }
    throw fault
  }
}

function reasonOf(code: number): string | null {
  if (code >= 200 && code <= 299) return null
  if (code >= 300 && code <= 399)
    return `The endpoint answered with a redirect (${code}), which is not followed.`
  return `The endpoint answered with status ${code}.`
}
