/**
 * The page's Supabase client: sign-in and database only. The rest of supabase-js would burden every visit.
 */
import { GoTrueClient, type SupportedStorage } from '@supabase/auth-js'
import { PostgrestClient } from '@supabase/postgrest-js'
import type { Fetch } from './session/createRenewingFetch.ts'
import type { Environment } from './readEnvironment.ts'

/** Queries run as the signed-in user, unless they carry an Authorization header of their own. */
export interface Supabase extends Pick<PostgrestClient, 'from' | 'rpc'> {
  readonly auth: GoTrueClient
}

/** Storage key of auth-js's session. */
export const sessionKey = 'eliza.session'

export function createSupabase(
  { url, publishableKey }: Environment,
  { fetch, storage }: { readonly fetch: Fetch; readonly storage?: SupportedStorage },
): Supabase {
  const auth = new GoTrueClient({
    url: `${url}/auth/v1`,
    headers: { apikey: publishableKey, Authorization: `Bearer ${publishableKey}` },
    storageKey: sessionKey,
    fetch,
    ...(storage === undefined ? {} : { storage }),
  })
  const database = new PostgrestClient(`${url}/rest/v1`, {
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers)
      headers.set('apikey', publishableKey)
      if (!headers.has('Authorization')) {
        const { data } = await auth.getSession()
        headers.set('Authorization', `Bearer ${data.session?.access_token ?? publishableKey}`)
      }
      return fetch(input, { ...init, headers })
    },
  })
  return Object.assign(database, { auth })
}
