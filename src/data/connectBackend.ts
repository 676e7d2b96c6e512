/**
 * Connects this page to its backend: the Supabase client and the session, which need each other because the
 * client renews its token through the session.
 */
import type * as z from 'zod/mini'
import { localKeyHeader, localSession, localSessionPath } from '../../contract/edgeApi.ts'
import { AppError } from '../../contract/errors.ts'
import { openStorage } from '../../lib/openStorage.ts'
import { createRenewingFetch, type Fetch } from './session/createRenewingFetch.ts'
import { createSession, type SessionStore } from './session/createSession.ts'
import { readLocalKey } from './session/localKey.ts'
import { createSupabase, type Supabase } from './createSupabase.ts'
import type { Environment } from './readEnvironment.ts'

export interface Backend {
  readonly environment: Environment
  readonly supabase: Supabase
  readonly session: SessionStore
  /** A fetch that renews the token of a request if it is refused. */
  readonly fetch: Fetch
}

interface BackendOptions {
  readonly fetch?: Fetch
  /** Storage of the session; default: localStorage. */
  readonly storage?: Storage
}

export function connectBackend(environment: Environment, options: BackendOptions = {}): Backend {
  const { fetch: plainFetch = (...call) => globalThis.fetch(...call), storage } = options
  const fetch = createRenewingFetch({ fetch: plainFetch, renew: (refused) => session.renew(refused) })
  const supabase = createSupabase(environment, { fetch, ...(storage === undefined ? {} : { storage }) })
  const keyValues = openStorage(() => storage ?? localStorage)
  const session: SessionStore = createSession({
    supabase,
    requestLocalSession: environment.localSignIn
      ? () => requestLocalSession(plainFetch, environment, readLocalKey(keyValues))
      : null,
    canSendMagicLink: environment.mail,
    readAuthSettings: async () => {
      const headers = { apikey: environment.publishableKey }
      const response = await plainFetch(`${environment.url}/auth/v1/settings`, { headers })
      return response.ok ? response.json() : null
    },
    storage: keyValues,
  })
  return { environment, supabase, session, fetch }
}

async function requestLocalSession(
  fetch: Fetch,
  { url }: Environment,
  key: string | null,
): Promise<z.infer<typeof localSession> | null> {
  const headers = key === null ? {} : { [localKeyHeader]: key }
  const response = await fetch(url + localSessionPath, { method: 'POST', headers }).catch(() => null)
  if (response === null || response.status >= 500) throw new AppError('backend-unreachable')
  if (!response.ok) return null
  const answer = localSession.safeParse(await response.json().catch(() => null))
  return answer.success ? answer.data : null
}
