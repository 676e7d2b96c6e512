/**
 * Subscribes to changed executions of a hosted backend over a WebSocket; loaded only if the backend supports
 * it.
 */
import { RealtimeClient } from '@supabase/realtime-js'
import type { SessionStore } from '../session/createSession.ts'
import type { Environment } from '../readEnvironment.ts'

interface ListenOptions {
  readonly environment: Environment
  readonly session: Pick<SessionStore, 'authorize'>
  /** The signed-in user, whose rows are watched. */
  readonly userId: string
  readonly onChange: () => void
  /** Called when the subscription becomes live or stops being so. */
  readonly onLive: (isLive: boolean) => void
  /** Ends the subscription. */
  readonly signal: AbortSignal
}

/**
 * Subscribes. Resolves once the subscription is requested. It gives up at the first failure; the caller's
 * polling continues.
 */
export async function listenForExecutions(options: ListenOptions): Promise<void> {
  const { environment, session, userId, onChange, onLive, signal } = options
  const client = new RealtimeClient(`${environment.url.replace(/^http/, 'ws')}/realtime/v1`, {
    params: { apikey: environment.publishableKey },
    accessToken: async () => (await session.authorize())?.accessToken ?? null,
  })
  // A client that joins without a token gets no changes.
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
      // Otherwise the client would retry silently forever.
      if (status === 'CHANNEL_ERROR') stop()
    })
}
