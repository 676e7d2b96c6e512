/** Asks the database to end runs of browsers that never came back. */
import type { Backend } from '../connectBackend.ts'

interface AbandonedRunsOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly onSettled: () => void
}

/** The returned function asks once per user and visit, and never throws. */
export function createAbandonedRuns({ supabase, session, onSettled }: AbandonedRunsOptions) {
  const asked = new Set<string>()
  return async (userId: string): Promise<void> => {
    const authorization = asked.has(userId) ? null : await session.authorize().catch(() => null)
    if (authorization?.userId !== userId) return
    const { data, error } = await supabase
      .rpc('settle_abandoned_executions')
      .setHeader('Authorization', `Bearer ${authorization.accessToken}`)
    if (error !== null) return
    asked.add(userId)
    if (data !== 0) onSettled()
  }
}
