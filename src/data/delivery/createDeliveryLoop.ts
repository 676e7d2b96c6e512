/** Delivers what an outbox holds, round by round: in one tab at a time, with exponential backoff while the backend is away. */
import { oneAtATime } from '../../../lib/oneAtATime.ts'
import type { SessionStore } from '../session/createSession.ts'

/** What keeps entries from being delivered. */
export type Obstacle = 'signed-out' | 'unreachable'

export interface Round {
  /** null: nothing is left that is due. */
  readonly obstacle: Obstacle | null
  /** In how many milliseconds something is due that is not yet; null if nothing is. */
  readonly nextMs: number | null
}

/** 'storage': this browser keeps nothing, so closing the tab loses what is pending. */
export type OutboxProblem = 'offline' | 'signed-out' | 'storage'

interface DeliveryLoopOptions {
  readonly session: Pick<SessionStore, 'getState' | 'subscribe' | 'userId'>
  /** `window`: coming online and getting the focus are occasions to deliver. */
  readonly page: EventTarget
  /** `navigator.locks`, which is absent on plain http. */
  readonly locks: LockManager | undefined
  /** Of the mutex that all tabs of this browser share. */
  readonly lockName: string
  /** The first pause after a failed round; it doubles up to a minute. */
  readonly firstPauseMs: number
  /** Done when what is being written can be sent. */
  readonly written: () => Promise<void>
  /** Sends a user's entries. Idempotent: without locks, two tabs may send the same. */
  readonly drain: (userId: string) => Promise<Round>
  /** Called after each round. */
  readonly onRound: (obstacle: Obstacle | null) => Promise<void>
}

export interface DeliveryLoop {
  /** Begins a round now; during one, asks for one more. Done when all is delivered or something is in the way. */
  readonly deliver: () => Promise<void>
  readonly isUnreachable: () => boolean
  /** Why entries are pending; null if they are only on their way. */
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
    // While it is not known who is signed in, nothing is wrong.
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
