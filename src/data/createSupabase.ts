/** The one Supabase client of the page: sign-in and database, without supabase-js's other parts, which every visit would load. */
import { GoTrueClient, type SupportedStorage } from '@supabase/auth-js'
import { PostgrestClient } from '@supabase/postgrest-js'
import type { Fetch } from './session/createRenewingFetch.ts'
import type { Environment } from './readEnvironment.ts'

/** Queries are asked in the name of whoever is signed in, unless they bear an authorization of their own. */
export interface Supabase extends Pick<PostgrestClient, 'from' | 'rpc'> {
  readonly auth: GoTrueClient
}

/** Where auth-js keeps the session in `storage`. */
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
