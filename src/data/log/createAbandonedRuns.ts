/** Asks the database to end runs whose browser or server is gone. */
import type { Backend } from '../connectBackend.ts'

interface AbandonedRunsOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly onSettled: () => void
}

const askAgainMs = 60_000

/** The returned function asks at most once a minute for each user, and never throws. */
export function createAbandonedRuns({ supabase, session, onSettled }: AbandonedRunsOptions) {
  const askedAt = new Map<string, number>()
  return async (userId: string): Promise<void> => {
    if (Date.now() - (askedAt.get(userId) ?? -Infinity) < askAgainMs) return
    const authorization = await session.authorize().catch(() => null)
    if (authorization?.userId !== userId) return
    askedAt.set(userId, Date.now())
    const { data, error } = await supabase
      .rpc('settle_abandoned_executions')
      .setHeader('Authorization', `Bearer ${authorization.accessToken}`)
    if (error !== null) askedAt.delete(userId)
    else if (data !== 0) onSettled()
  }
}
