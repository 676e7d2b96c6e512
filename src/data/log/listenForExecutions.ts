/** Hears of changed executions from a hosted backend, over a web socket; loaded where there is one to hear from. */
import { RealtimeClient } from '@supabase/realtime-js'
import type { SessionStore } from '../session/createSession.ts'
import type { Environment } from '../readEnvironment.ts'

interface ListenOptions {
  readonly environment: Environment
  readonly session: Pick<SessionStore, 'authorize'>
  /** Whose rows: the user who is signed in. */
  readonly userId: string
  readonly onChange: () => void
  /** Whether changes are told of, from now on. */
  readonly onLive: (isLive: boolean) => void
  /** Ends it. */
  readonly signal: AbortSignal
}

/** Resolves when it has begun to ask. Gives up at the first failure: the caller's polling goes on. */
export async function listenForExecutions(options: ListenOptions): Promise<void> {
  const { environment, session, userId, onChange, onLive, signal } = options
  const client = new RealtimeClient(`${environment.url.replace(/^http/, 'ws')}/realtime/v1`, {
    params: { apikey: environment.publishableKey },
    accessToken: async () => (await session.authorize())?.accessToken ?? null,
  })
  // Who joins without a token is told of nothing.
  await client.setAuth()
  if (signal.aborted) return
  const stop = () => void client.removeAllChannels()
  signal.addEventListener('abort', stop, { once: true })
  const changes = { event: '*', schema: 'public', table: 'eliza_python_executions' } as const
  client
    .channel(`executions-${userId}`)
    .on('postgres_changes', changes, onChange)
    .subscribe((status) => {
      if (signal.aborted) return
      onLive(status === 'SUBSCRIBED')
      // Without removal it would try again silently for ever.
      if (status === 'CHANNEL_ERROR') stop()
    })
}
