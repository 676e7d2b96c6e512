/** The one Supabase client of the page. */
import { createClient, type SupabaseClient, type SupportedStorage } from '@supabase/supabase-js'
import type { Fetch } from './createRenewingFetch.ts'
import type { Environment } from './readEnvironment.ts'

export type Supabase = SupabaseClient

/** Where supabase-js keeps the session in `storage`. */
export const sessionKey = 'eliza.session'

export function createSupabase(
  environment: Environment,
  { fetch, storage }: { readonly fetch: Fetch; readonly storage?: SupportedStorage },
): Supabase {
  return createClient(environment.url, environment.publishableKey, {
    auth: { storageKey: sessionKey, ...(storage === undefined ? {} : { storage }) },
    global: { fetch },
  })
}
