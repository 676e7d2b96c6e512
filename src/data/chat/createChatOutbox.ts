/**
 * The chat outbox: stores versions of conversations and messages in this browser until they are delivered,
 * each under its user.
 */
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import { oneAtATime } from '../../../lib/oneAtATime.ts'
import type { Backend } from '../connectBackend.ts'
import { createDeliveryLoop } from '../delivery/createDeliveryLoop.ts'
import type { ConversationStoreState } from './ConversationStore.ts'
import { createChatDelivery } from './createChatDelivery.ts'
import { createFallbackRows } from './createFallbackRows.ts'
import { createRowQueue } from './createRowQueue.ts'
import type { KeptRow } from './KeptRows.ts'
import { openKeptRows } from './openKeptRows.ts'

export interface ChatOutboxOptions extends Pick<Backend, 'supabase' | 'session'> {
  /** `window`: its `online` and `focus` events trigger a delivery. */
  readonly page: EventTarget
  /** `navigator.locks` (Web Locks); absent on plain http. */
  readonly locks: LockManager | undefined
  readonly databaseName: string
  /** First pause of the exponential backoff after a failed delivery; it doubles up to 1 minute. */
  readonly firstPauseMs: number
  /** Called after rows were written to storage that other tabs see. */
  readonly onWritten: (rows: readonly KeptRow[]) => void
  /** Called after rows were delivered or refused. */
  readonly onDelivered: () => void
}

export interface ChatOutbox extends ReadableStore<ConversationStoreState> {
  /** Stores a row. Never throws. */
  readonly keep: (row: KeptRow, when: 'now' | 'soon') => void
  /** Resolves when all rows are written. */
  readonly flush: () => Promise<void>
  readonly deliver: () => Promise<void>
  /** Counts again, since another tab stored or delivered rows. */
  readonly refresh: () => Promise<void>
  readonly all: (userId: string) => Promise<readonly KeptRow[]>
  readonly ofConversation: (userId: string, conversationId: string) => Promise<readonly KeptRow[]>
  /** Deletes rows as if they were delivered. */
  readonly settle: (rows: readonly KeptRow[]) => Promise<void>
  readonly dispose: () => void
}

/** Opens the outbox and delivers what an earlier visit left. */
export function createChatOutbox(options: ChatOutboxOptions): ChatOutbox {
  const { supabase, session, page, locks, databaseName, firstPauseMs, onWritten, onDelivered } = options
  const rows = createFallbackRows(openKeptRows(databaseName))
  const state = createStore<ConversationStoreState>({
    pending: 0,
    refused: 0,
    refusedReason: null,
    problem: null,
  })
  let isDisposed = false

  const refresh = oneAtATime(async () => {
    const user = session.userId()
    const counts = await rows.count(user)
    if (user !== session.userId() || isDisposed) return
    const next = { ...counts, problem: loop.problemOf(counts.pending, rows.isVolatile()) }
    const known = state.getState()
    const isSame =
      known.pending === next.pending &&
      known.refused === next.refused &&
      known.refusedReason === next.refusedReason &&
      known.problem === next.problem
    if (!isSame) state.setState(next)
  })

  const queue = createRowQueue(async (written) => {
    await rows.put(written)
    if (isDisposed) return
    onWritten(written)
    // While the backend is away, the backoff decides when to try again, not each version.
    if (loop.isUnreachable()) void refresh()
    else void loop.deliver()
  })

  const loop = createDeliveryLoop({
    session,
    page,
    locks,
    lockName: 'eliza-conversations',
    firstPauseMs,
    written: queue.flush,
    drain: createChatDelivery({ supabase, session, rows }),
    async onRound() {
      await refresh()
      if (!isDisposed) onDelivered()
    },
  })

  const leave = () => void loop.deliver()
  page.addEventListener('pagehide', leave)
  void loop.deliver()

  return {
    getState: state.getState,
    subscribe: state.subscribe,
    keep: queue.add,
    flush: queue.flush,
    deliver: loop.deliver,
    refresh,
    all: rows.all,
    ofConversation: rows.ofConversation,
    async settle(gone) {
      await rows.settle(gone)
      await refresh()
    },
    dispose() {
      isDisposed = true
      loop.dispose()
      queue.dispose()
      page.removeEventListener('pagehide', leave)
      rows.dispose()
    },
  }
}
