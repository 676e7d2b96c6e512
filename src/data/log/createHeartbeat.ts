/** Tells the database that this tab and its runs are alive, so that nobody ends them (heartbeat). */
import type { Backend } from '../connectBackend.ts'
import type { OwnRuns } from './createOwnRuns.ts'

interface HeartbeatOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly instanceId: string
  readonly ownRuns: Pick<OwnRuns, 'isEmpty' | 'ofUser'>
  readonly everyMs?: number
}

export interface Heartbeat {
  /** Call it when a run may have begun. The beginning of a run is a heartbeat itself. */
  readonly start: () => void
  /** Beats now, if this tab has runs. Never throws. */
  readonly beat: () => Promise<void>
  readonly dispose: () => void
}

/** The database presumes a run dead after 3 minutes. Browsers let timers of hidden tabs run once a minute. */
const usualMs = 30_000

export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { supabase, session, instanceId, ownRuns, everyMs = usualMs } = options
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }

  async function beat(): Promise<void> {
    const authorization = ownRuns.isEmpty() ? null : await session.authorize().catch(() => null)
    if (authorization === null) return
    const running = ownRuns.ofUser(authorization.userId)
    // If it is lost, the next one says the same, and revives what was presumed dead.
    if (running.length > 0)
      await supabase
        .rpc('beat_executions', { instance: instanceId, running: [...running] })
        .setHeader('Authorization', `Bearer ${authorization.accessToken}`)
  }

  return {
    start() {
      timer ??= setInterval(() => {
        if (ownRuns.isEmpty()) stop()
        else void beat()
      }, everyMs)
    },
    beat,
    dispose: stop,
  }
}
