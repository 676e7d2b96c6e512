/** The cache of what was read from the backend; it is emptied when another user comes. */
import { QueryClient } from '@tanstack/react-query'
import { AppError } from '../../contract/errors.ts'
import type { SessionStore } from './createSession.ts'

const attempts = 2

export function createQueryClient(session: Pick<SessionStore, 'getState' | 'subscribe'>): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1000,
        retry: (failed, error) => failed < attempts && (!(error instanceof AppError) || error.retryable),
      },
    },
  })
  let owner: string | null = null
  session.subscribe(() => {
    const known = session.getState()
    // While it is not known who is there the rows stay: they are shown to nobody.
    if (known.status === 'loading' || known.status === 'failed') return
    const next = known.status === 'signed-in' ? known.userId : null
    if (owner !== null && next !== owner) client.clear()
    owner = next
  })
  return client
}
