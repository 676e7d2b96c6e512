/** The log's outbox: stores a run's entries until they are delivered, in order, under their user. */
import { v4 as newId } from 'uuid'
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import { oneAtATime } from '../../../lib/oneAtATime.ts'
import { openStorage, type KeyValueStorage } from '../../../lib/openStorage.ts'
import type { OutboxEntry, StoredEntry } from '../../../run/journal/outboxEntry.ts'
import type { Backend } from '../connectBackend.ts'
import { createDeliveryLoop, type OutboxProblem } from '../delivery/createDeliveryLoop.ts'
import { createAbandonedRuns } from './createAbandonedRuns.ts'
import { createEntryTimer } from './createEntryTimer.ts'
import { createFallbackStore } from './createFallbackStore.ts'
import { createHeartbeat } from './createHeartbeat.ts'
import { createInterruptedRuns } from './createInterruptedRuns.ts'
import { createLeftEntries } from './createLeftEntries.ts'
import type { LogChannel } from './createLogChannel.ts'
import { createLogDelivery } from './createLogDelivery.ts'
import { createOwnRuns } from './createOwnRuns.ts'
import { createRunLiveness } from './createRunLiveness.ts'
import { createWriteQueue } from './createWriteQueue.ts'
import { summariseEntries, type UndeliveredRun } from './summariseEntries.ts'

export interface OutboxState {
  /** Entries that are not delivered yet. */
  readonly pending: number
  /** Dead letters: entries that the backend will never accept, stored with the reason. */
  readonly rejected: number
  /** The reason of the latest rejected entry. */
  readonly rejectedReason: string | null
  readonly problem: OutboxProblem | null
  /** The signed-in user's runs that are not or not completely delivered. */
  readonly undelivered: readonly UndeliveredRun[]
}

export interface Outbox extends ReadableStore<OutboxState> {
  /** Stores an entry, then delivers it. Never throws. */
  readonly append: (entry: OutboxEntry) => void
  /** Delivers now, without waiting for the backoff. Resolves when all is delivered or there is a problem. */
  readonly deliver: () => Promise<void>
  readonly dismissRejected: () => Promise<void>
  /** How many entries of a user this browser holds, signed in or not. */
  readonly countLeft: (userId: string) => Promise<number>
  /** Deletes them. They reach no history any more. */
  readonly forget: (userId: string) => Promise<void>
  readonly entriesOfRun: (userId: string, executionId: string) => Promise<readonly StoredEntry[]>
  readonly dispose: () => void
}

interface OutboxOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly channel: LogChannel
  /** `window`: its `online` and `focus` events trigger a delivery. */
  readonly page: EventTarget
  /** `navigator.locks` (Web Locks); absent on plain http. */
  readonly locks: LockManager | undefined
  readonly databaseName?: string
  /** Storage for unwritten entries when the page goes away. */
  readonly storage?: KeyValueStorage
  /** First pause of the exponential backoff after a failed delivery; it doubles up to 1 minute. */
  readonly firstPauseMs?: number
}

/**
 * Entries are delivered together, after a delay: if the backend runs on this machine, requests take CPU time
 * from the script or the next one.
 */
const deliverMs = { 'run-started': 1000, 'tool-calls': 1000, 'run-ended': 250 }

/** Opens the outbox and delivers what an earlier visit left. */
export function createOutbox({
  supabase,
  session,
  channel,
  page,
  locks,
  databaseName = 'eliza-outbox',
  storage = openStorage(() => localStorage),
  firstPauseMs = 1000,
}: OutboxOptions): Outbox {
  // A chunk of its own: the first paint does not need it. If it cannot be loaded, entries stay in memory.
  const opening = import('./openIndexedStore.ts').then(({ openIndexedStore }) =>
    openIndexedStore(databaseName),
  )
  const store = createFallbackStore(opening)
  const liveness = createRunLiveness(locks)
  const ownRuns = createOwnRuns(liveness)
  const instanceId = newId()
  const heartbeat = createHeartbeat({ supabase, session, instanceId, ownRuns })
  const state = createStore<OutboxState>({
    pending: 0,
    rejected: 0,
    rejectedReason: null,
    problem: null,
    undelivered: [],
  })
  let isDisposed = false

  const queue = createWriteQueue({
    leftEntries: createLeftEntries(storage),
    async write(entries) {
      await ownRuns.hold(entries)
      heartbeat.start()
      await store.append(entries)
      // An end that is only in memory is invisible to other tabs, so keep vouching for the run.
      if (!store.isVolatile()) ownRuns.release(entries)
      channel.announce()
    },
    async writeLeft(entries) {
      await store.append(entries)
      void loop.deliver()
    },
  })

  const refresh = oneAtATime(async () => {
    const user = session.userId()
    const counts = await store.count(user)
    const entries = user === null || counts.pending === 0 ? [] : await store.entriesOfRuns(user)
    // Another user may have signed in meanwhile and must not see these.
    if (user !== session.userId() || isDisposed) return
    state.setState({
      ...counts,
      problem: loop.problemOf(counts.pending, store.isVolatile()),
      undelivered: summariseEntries(entries),
    })
  })

  const settleAbandoned = createAbandonedRuns({ supabase, session, onSettled: channel.announce })
  const loop = createDeliveryLoop({
    session,
    page,
    locks,
    lockName: 'eliza-outbox',
    firstPauseMs,
    written: queue.written,
    drain: createLogDelivery({ supabase, session, store, onProgress: channel.announce }),
    async onRound(obstacle) {
      const user = session.userId()
      if (obstacle === null && user !== null) await settleAbandoned(user)
      await refresh()
    },
  })

  const sendQueued = () => {
    deliverTimer.stop()
    queue.flush()
    // While the backend is away, the backoff decides when to try again, not each entry.
    if (!loop.isUnreachable()) void loop.deliver()
  }
  const deliverTimer = createEntryTimer(deliverMs, sendQueued)

  const interrupted = createInterruptedRuns({
    // A closed page may have saved a run's real end.
    store: { ...store, openRuns: () => queue.takeLeft().then(store.openRuns) },
    liveness,
    isOwn: ownRuns.has,
    onSettled: () => void loop.deliver(),
  })

  const lookForInterrupted = () => void interrupted.look()
  // After sleep or a lost connection the runs may have been presumed dead.
  const beat = () => void heartbeat.beat()
  const leave = () => {
    queue.keepUnwritten()
    sendQueued()
  }
  page.addEventListener('online', lookForInterrupted)
  page.addEventListener('focus', lookForInterrupted)
  page.addEventListener('online', beat)
  page.addEventListener('focus', beat)
  page.addEventListener('pagehide', leave)
  const unsubscribe = channel.subscribe(() => void refresh())
  lookForInterrupted()
  void loop.deliver()

  return {
    getState: state.getState,
    subscribe: state.subscribe,
    append(entry) {
      queue.add(withInstance(entry, instanceId))
      deliverTimer.start(entry.kind)
    },
    deliver() {
      queue.flush()
      return loop.deliver()
    },
    async dismissRejected() {
      const user = session.userId()
      if (user !== null) await store.dismissRejected(user)
      await refresh()
    },
    async countLeft(userId) {
      queue.flush()
      await queue.written()
      const { pending, rejected } = await store.count(userId)
      return pending + rejected
    },
    async forget(userId) {
      queue.flush()
      await queue.written()
      await store.forget(userId)
      channel.announce()
      await refresh()
    },
    entriesOfRun: store.entriesOfRun,
    dispose() {
      isDisposed = true
      loop.dispose()
      queue.dispose()
      deliverTimer.stop()
      interrupted.dispose()
      heartbeat.dispose()
      page.removeEventListener('online', lookForInterrupted)
      page.removeEventListener('focus', lookForInterrupted)
      page.removeEventListener('online', beat)
      page.removeEventListener('focus', beat)
      page.removeEventListener('pagehide', leave)
      unsubscribe()
      liveness.dispose()
      store.dispose()
    },
  }
}

/** The beginning of a run names the tab that runs it. */
const withInstance = (entry: OutboxEntry, instanceId: string): OutboxEntry =>
  entry.kind === 'run-started' ? { ...entry, row: { ...entry.row, instance_id: instanceId } } : entry
