/** Reads the endpoint that a user has set up, as a tier of the chain. */
import { createAdminClient, resolveEnv } from '@supabase/server/core'
import { z } from 'zod'
import {
  type EndpointReach,
  endpointReachVariable,
  ownEndpointLabel,
} from '../../../../contract/ai/aiEndpoint.ts'
import { aiTiers } from '../../../../contract/ai/aiTiers.ts'
import { databaseFault } from '../databaseFault.ts'
import { fetchInTime } from '../fetchInTime.ts'
import type { OwnTier } from './readTiers.ts'
import { readVariable } from './readVariable.ts'

const row = z.object({
  base_url: z.string(),
  model: z.string(),
  key: z.string().nullable(),
  context_tokens: z.int().nullable(),
  asks_first: z.boolean(),
})

/**
 * Reads the stored endpoint of a user. Its model may be empty. Its key must be sent to that endpoint only.
 *
 * @param userId Must come from a verified token: the query bypasses row-level security.
 * @returns undefined if the user has no endpoint, or if the functions have no secret key to read it.
 * @throws AppError `backend-unreachable` if the database is unreachable.
 */
export async function readOwnEndpoint(userId: string): Promise<OwnTier | undefined> {
  if (readReach() === 'none') return undefined
  const client = createAdminClient({ supabaseOptions: { global: { fetch: fetchInTime } } })
  const { data, error, status } = await client.rpc('read_ai_endpoint', { owner: userId })
  // Failing over to another provider would send it a prompt that was not meant for it.
  if (error !== null) throw databaseFault(error, status)
  const [stored] = z.array(row).max(1).parse(data)
  if (stored === undefined) return undefined
  const tier = { ...aiTiers.compatible, label: ownEndpointLabel, contextTokens: stored.context_tokens }
  const { model, key, base_url, asks_first } = stored
  const ready = { tier, model, key, baseUrl: base_url.replace(/\/+$/, ''), isOwn: true }
  return { ready, asksFirst: asks_first }
}

/** `readOwnEndpoint`, but also undefined while no model is chosen. */
export async function readOwnTier(userId: string): Promise<OwnTier | undefined> {
  const own = await readOwnEndpoint(userId)
  return own === undefined || own.ready.model === '' ? undefined : own
}

/** Which networks the endpoints of users may be in. `none` if the functions have no secret key. */
export function readReach(): EndpointReach {
  const { data } = resolveEnv()
  if (Object.keys(data?.secretKeys ?? {}).length === 0) return 'none'
  return readVariable(endpointReachVariable) === '1' ? 'anywhere' : 'public'
}
