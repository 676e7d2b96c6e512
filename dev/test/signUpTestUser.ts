/** A new account on a test backend, with a client that is signed in to it. */
import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'

export interface TestUser {
  readonly client: SupabaseClient
  readonly userId: string
  readonly accessToken: string
  readonly email: string
  readonly password: string
}

export interface BackendAddress {
  readonly url: string
  readonly publishableKey: string
  /** Answers in place of the network. */
  readonly fetch?: typeof fetch
}

/** Node 20 has no WebSocket, and supabase-js will not start without one. Nothing here is realtime. */
class NoWebSocket {
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  readonly readyState = 3
  readonly protocol = ''
  onopen = null
  onmessage = null
  onclose = null
  onerror = null
  readonly url: string
  constructor(address: string | URL) {
    this.url = String(address)
  }
  close(): void {}
  send(): void {}
  addEventListener(): void {}
  removeEventListener(): void {}
}

/** A client that is signed out. */
export const createTestClient = ({ url, publishableKey, fetch }: BackendAddress): SupabaseClient =>
  createClient(url, publishableKey, {
    ...(fetch === undefined ? {} : { global: { fetch } }),
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: NoWebSocket },
  })

export async function signUpTestUser(
  backend: BackendAddress,
  email = `person-${randomUUID()}@example.com`,
): Promise<TestUser> {
  const password = randomUUID()
  const client = createTestClient(backend)
  const { data, error } = await client.auth.signUp({ email, password })
  if (error) throw error
  if (!data.session) throw new Error(`No session came of signing up ${email}`)
  return { client, userId: data.session.user.id, accessToken: data.session.access_token, email, password }
}
