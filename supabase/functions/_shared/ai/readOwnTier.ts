/** The endpoint that a user has set for themselves, as a tier of the chain. */
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
 * The stored endpoint of `userId`, whom the caller's token was verified to be; its model may be empty. undefined where there
 * is none, or the functions may not read any. Its key leaves this process for that endpoint alone.
 */
export async function readOwnEndpoint(userId: string): Promise<OwnTier | undefined> {
  if (readReach() === 'none') return undefined
  const client = createAdminClient({ supabaseOptions: { global: { fetch: fetchInTime } } })
  const { data, error, status } = await client.rpc('read_ai_endpoint', { owner: userId })
  // To ask somebody else instead would send them what was not meant for them.
  if (error !== null) throw databaseFault(error, status)
  const [stored] = z.array(row).max(1).parse(data)
  if (stored === undefined) return undefined
  const tier = { ...aiTiers.compatible, label: ownEndpointLabel, contextTokens: stored.context_tokens }
  const { model, key, base_url, asks_first } = stored
  const ready = { tier, model, key, baseUrl: base_url.replace(/\/+$/, ''), isOwn: true }
  return { ready, asksFirst: asks_first }
}

/** As readOwnEndpoint; undefined also where no model is chosen yet. Throws `backend-unreachable` where the database is away. */
export async function readOwnTier(userId: string): Promise<OwnTier | undefined> {
  const own = await readOwnEndpoint(userId)
  return own === undefined || own.ready.model === '' ? undefined : own
}

/** Where endpoints of users may lie. */
export function readReach(): EndpointReach {
  const { data } = resolveEnv()
  if (Object.keys(data?.secretKeys ?? {}).length === 0) return 'none'
  return readVariable(endpointReachVariable) === '1' ? 'anywhere' : 'public'
}
