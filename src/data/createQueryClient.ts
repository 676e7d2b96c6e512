/** The cache of what was read from the backend; it is emptied when another user comes. */
import { QueryClient } from '@tanstack/react-query'
import type { SessionStore } from './session/createSession.ts'

export function createQueryClient(
  session: Pick<SessionStore, 'getState' | 'subscribe' | 'userId'>,
): QueryClient {
  const client = new QueryClient({
    // postgrest-js repeats reads that failed by itself.
    defaultOptions: { queries: { staleTime: 1000, retry: false } },
  })
  let owner: string | null = null
  const follow = () => {
    const { status } = session.getState()
    // While it is not known who is there the rows stay: they are shown to nobody.
    if (status === 'loading' || status === 'failed') return
    const next = session.userId()
    if (owner !== null && next !== owner) client.clear()
    owner = next
  }
  session.subscribe(follow)
  follow()
  return client
}
