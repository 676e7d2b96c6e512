/** The cache of backend queries; it is cleared when another user signs in. */
import { QueryClient } from '@tanstack/react-query'
import type { SessionStore } from './session/createSession.ts'

export function createQueryClient(
  session: Pick<SessionStore, 'getState' | 'subscribe' | 'userId'>,
): QueryClient {
  const client = new QueryClient({
    // postgrest-js already retries failed reads.
    defaultOptions: { queries: { staleTime: 1000, retry: false } },
  })
  let owner: string | null = null
  const follow = () => {
    const { status } = session.getState()
    // While the user is unknown, rows stay cached but are not shown.
    if (status === 'loading' || status === 'failed') return
    const next = session.userId()
    if (owner !== null && next !== owner) client.clear()
    owner = next
  }
  session.subscribe(follow)
  follow()
  return client
}
