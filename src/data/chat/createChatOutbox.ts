/** Keeps versions of conversations and messages in this browser until the backend has them, each under its user. */
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import { oneAtATime } from '../../../lib/oneAtATime.ts'
import type { Backend } from '../createBackend.ts'
import type { DeliveryOutcome } from '../createDelivery.ts'
import type { ConversationStoreState } from './ConversationStore.ts'
import { createChatDelivery } from './createChatDelivery.ts'
import { createFallbackRows } from './createFallbackRows.ts'
import { createRowQueue } from './createRowQueue.ts'
import type { KeptRow } from './KeptRows.ts'
import { openKeptRows } from './openKeptRows.ts'

export interface ChatOutboxOptions extends Pick<Backend, 'supabase' | 'session'> {
  /** `window`: coming online and getting the focus are occasions to deliver. */
  readonly page: EventTarget
  /** `navigator.locks`, which is absent on plain http. */
  readonly locks: LockManager | undefined
  readonly databaseName: string
  /** The first pause after a failed delivery; it doubles up to a minute. */
  readonly firstPauseMs: number
  /** Rows were written to where other tabs see them. */
  readonly onWritten: (rows: readonly KeptRow[]) => void
  /** Rows were delivered or refused. */
  readonly onDelivered: () => void
}

export interface ChatOutbox extends ReadableStore<ConversationStoreState> {
  /** Never throws. */
  readonly keep: (row: KeptRow, when: 'now' | 'soon') => void
  /** Done when all that was kept is written. */
  readonly flush: () => Promise<void>
  readonly deliver: () => Promise<void>
  /** Counts anew: another tab has kept or delivered something. */
  readonly refresh: () => Promise<void>
  readonly all: (userId: string) => Promise<readonly KeptRow[]>
  readonly ofConversation: (userId: string, conversationId: string) => Promise<readonly KeptRow[]>
  readonly dispose: () => void
}

const longestPauseMs = 60_000

/** Begins to deliver at once what an earlier visit left. */
export function createChatOutbox(options: ChatOutboxOptions): ChatOutbox {
  const { supabase, session, page, locks, databaseName, firstPauseMs, onWritten, onDelivered } = options
  const rows = createFallbackRows(openKeptRows(databaseName))
  const state = createStore<ConversationStoreState>({
    pending: 0,
    refused: 0,
    refusedReason: null,
    problem: null,
  })
  const drain = createChatDelivery({ supabase, session, rows })
  let blockedBy: Exclude<DeliveryOutcome, 'empty'> | null = null
  let pauseMs = firstPauseMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDisposed = false

  const problemWith = (pending: number): ConversationStoreState['problem'] => {
    if (rows.isVolatile()) return 'storage'
    if (pending === 0 || blockedBy === null) return null
    return blockedBy === 'signed-out' ? 'signed-out' : 'offline'
  }

  const refresh = oneAtATime(async () => {
    const user = session.userId()
    const counts = await rows.count(user)
    if (user !== session.userId() || isDisposed) return
    const next = { ...counts, problem: problemWith(counts.pending) }
    const known = state.getState()
    const isSame =
      known.pending === next.pending &&
      known.refused === next.refused &&
      known.refusedReason === next.refusedReason &&
      known.problem === next.problem
    if (!isSame) state.setState(next)
  })

  const again = (afterMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void deliver(), afterMs)
  }

  const deliver = oneAtATime(async () => {
    await queue.flush()
    clearTimeout(timer)
    if (isDisposed) return
    const known = session.getState()
    if (known.status === 'signed-in') {
      // One tab at a time where that can be had; repeated and late writes change nothing where it cannot.
      const { outcome, nextMs } = await (locks === undefined
        ? drain(known.userId)
        : locks.request('eliza-conversations', () => drain(known.userId)))
      blockedBy = outcome === 'empty' ? null : outcome
      if (nextMs !== null && !isDisposed) again(nextMs)
    } else {
      blockedBy =
        known.status === 'failed' ? 'unreachable' : known.status === 'signed-out' ? 'signed-out' : null
    }
    if (isDisposed) return
    if (blockedBy === null) pauseMs = firstPauseMs
    if (blockedBy === 'unreachable') {
      again(pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
    await refresh()
    if (!isDisposed) onDelivered()
  })

  const queue = createRowQueue(async (written) => {
    await rows.put(written)
    if (isDisposed) return
    onWritten(written)
    // A backend that is away is not asked again for each version.
    if (blockedBy === 'unreachable') void refresh()
    else void deliver()
  })

  const lookAround = () => void deliver()
  const occasions = ['online', 'focus', 'pagehide']
  for (const occasion of occasions) page.addEventListener(occasion, lookAround)
  const unsubscribe = session.subscribe(lookAround)
  lookAround()

  return {
    getState: state.getState,
    subscribe: state.subscribe,
    keep: queue.add,
    flush: queue.flush,
    deliver,
    refresh,
    all: rows.all,
    ofConversation: rows.ofConversation,
    dispose() {
      isDisposed = true
      clearTimeout(timer)
      queue.dispose()
      for (const occasion of occasions) page.removeEventListener(occasion, lookAround)
      unsubscribe()
      rows.dispose()
    },
  }
}
