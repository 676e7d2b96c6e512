/**
 * The delivery loop of an outbox: one tab at a time delivers (a mutex), at least once, with exponential
 * backoff while the backend is away.
 */
import { oneAtATime } from '../../../lib/oneAtATime.ts'
import type { SessionStore } from '../session/createSession.ts'

/** Why entries cannot be delivered now. */
export type Obstacle = 'signed-out' | 'unreachable'

export interface Round {
  /** null if nothing due is left. */
  readonly obstacle: Obstacle | null
  /** Milliseconds until the next entry is due; null if none is waiting. */
  readonly nextMs: number | null
}

/** `storage`: the browser stores nothing, so closing the tab loses pending entries. */
export type OutboxProblem = 'offline' | 'signed-out' | 'storage'

interface DeliveryLoopOptions {
  readonly session: Pick<SessionStore, 'getState' | 'subscribe' | 'userId'>
  /** `window`: its `online` and `focus` events trigger a delivery. */
  readonly page: EventTarget
  /** `navigator.locks` (Web Locks); absent on plain http. */
  readonly locks: LockManager | undefined
  /** Name of the mutex that all tabs of this browser share. */
  readonly lockName: string
  /** First pause of the exponential backoff after a failed round; it doubles up to 1 minute. */
  readonly firstPauseMs: number
  /** Resolves when entries that are being written can be sent. */
  readonly written: () => Promise<void>
  /** Sends a user's entries. Must be idempotent: without Web Locks, two tabs may send the same entries. */
  readonly drain: (userId: string) => Promise<Round>
  /** Called after each round. */
  readonly onRound: (obstacle: Obstacle | null) => Promise<void>
}

export interface DeliveryLoop {
  /**
   * Starts a round, or requests one more during a round. Resolves when all is delivered or an obstacle stops
   * it.
   */
  readonly deliver: () => Promise<void>
  readonly isUnreachable: () => boolean
  /** Why entries are pending; null if they are just on their way. */
  readonly problemOf: (pending: number, isVolatile: boolean) => OutboxProblem | null
  readonly dispose: () => void
}

const longestPauseMs = 60_000

export function createDeliveryLoop(options: DeliveryLoopOptions): DeliveryLoop {
  const { session, page, locks, lockName, firstPauseMs, written, drain, onRound } = options
  let obstacle: Obstacle | null = null
  let pauseMs = firstPauseMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDisposed = false

  const deliver = oneAtATime(async () => {
    await written()
    clearTimeout(timer)
    if (isDisposed) return
    const round = await drainAlone()
    obstacle = round.obstacle
    if (isDisposed) return
    let nextMs = round.nextMs
    if (obstacle === null) pauseMs = firstPauseMs
    if (obstacle === 'unreachable') {
      nextMs = pauseMs
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
    if (nextMs !== null) timer = setTimeout(() => void deliver(), nextMs)
    await onRound(obstacle)
  })

  function drainAlone(): Promise<Round> | Round {
    const user = session.userId()
    if (user !== null) return locks === undefined ? drain(user) : locks.request(lockName, () => drain(user))
    const { status } = session.getState()
    if (status === 'failed') return { obstacle: 'unreachable', nextMs: null }
    // An unknown user (still loading) is not a problem.
    return { obstacle: status === 'signed-out' ? 'signed-out' : null, nextMs: null }
  }

  const onOccasion = () => void deliver()
  const occasions = ['online', 'focus']
  for (const occasion of occasions) page.addEventListener(occasion, onOccasion)
  const unsubscribe = session.subscribe(onOccasion)

  return {
    deliver,
    isUnreachable: () => obstacle === 'unreachable',
    problemOf(pending, isVolatile) {
      if (isVolatile) return 'storage'
      if (pending === 0 || obstacle === null) return null
      return obstacle === 'signed-out' ? 'signed-out' : 'offline'
    },
    dispose() {
      isDisposed = true
      clearTimeout(timer)
      for (const occasion of occasions) page.removeEventListener(occasion, onOccasion)
      unsubscribe()
    },
  }
}
