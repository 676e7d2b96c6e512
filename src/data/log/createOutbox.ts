/** Keeps what a run wrote to the log until the backend has it: in order, once, under the user it belongs to. */
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import { createAbandonedRuns } from './createAbandonedRuns.ts'
import type { Backend } from '../createBackend.ts'
import { createDelivery, type DeliveryOutcome } from '../createDelivery.ts'
import { createFallbackStore } from './createFallbackStore.ts'
import { createInterruptedRuns } from './createInterruptedRuns.ts'
import { createLeftEntries } from './createLeftEntries.ts'
import type { LogChannel } from './createLogChannel.ts'
import { gather, type Gathered } from '../../../run/journal/gatherCalls.ts'
import { createRunLiveness } from './createRunLiveness.ts'
import { openIndexedStore } from './openIndexedStore.ts'
import type { OutboxEntry, StoredEntry } from '../../../run/journal/outboxEntry.ts'
import { summariseEntries, type UndeliveredRun } from './summariseEntries.ts'
import { oneAtATime } from '../../../lib/oneAtATime.ts'
import { openStorage, type KeyValueStorage } from '../../../lib/openStorage.ts'

export interface OutboxState {
  /** Entries that the backend does not have yet. */
  readonly pending: number
  /** Entries that the backend will never take; they are kept here with the reason. */
  readonly rejected: number
  /** Why the latest rejected entry was refused. */
  readonly rejectedReason: string | null
  /** 'storage': this browser keeps nothing, so closing the tab loses what is pending. */
  readonly problem: null | 'offline' | 'signed-out' | 'storage'
  /** The signed-in user's runs that the backend does not have, or not to their end. */
  readonly undelivered: readonly UndeliveredRun[]
}

export interface Outbox extends ReadableStore<OutboxState> {
  /** Keeps an entry, then delivers. Never throws. */
  readonly append: (entry: OutboxEntry) => void
  /** Tries to deliver now, without waiting for the next attempt; done when all is delivered or there is a problem. */
  readonly deliver: () => Promise<void>
  readonly dismissRejected: () => Promise<void>
  readonly entriesOfRun: (userId: string, executionId: string) => Promise<readonly StoredEntry[]>
  readonly dispose: () => void
}

interface OutboxOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly channel: LogChannel
  /** `window`: coming online and getting the focus are occasions to deliver. */
  readonly page: EventTarget
  /** `navigator.locks`, which is absent on plain http. */
  readonly locks: LockManager | undefined
  readonly databaseName?: string
  /** Keeps what was not written yet when the page is left. */
  readonly storage?: KeyValueStorage
  /** The first pause after a failed delivery; it doubles up to a minute. */
  readonly firstPauseMs?: number
}

const longestPauseMs = 60_000
/** Tool calls of a run that goes on are written together; most runs have ended before their beginning is written. The page shows an end first. */
const writeMs = { 'run-started': 50, 'tool-calls': 250, 'run-ended': 0 }
/**
 * What is kept here can travel a little later: where the backend runs on the same machine, a request takes from the
 * time of the script, or of the one that follows.
 */
const deliverMs = { 'run-started': 1000, 'tool-calls': 1000, 'run-ended': 250 }

/** Begins to deliver at once what an earlier visit left. */
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
  const store = createFallbackStore(openIndexedStore(databaseName))
  const leftEntries = createLeftEntries(storage)
  const liveness = createRunLiveness(locks)
  const state = createStore<OutboxState>({
    pending: 0,
    rejected: 0,
    rejectedReason: null,
    problem: null,
    undelivered: [],
  })
  /** Runs of this tab, with what ends its vouching for them. */
  const own = new Map<string, () => void>()
  let blockedBy: Exclude<DeliveryOutcome, 'empty'> | null = null
  let pauseMs = firstPauseMs
  let pauseTimer: ReturnType<typeof setTimeout> | undefined
  let writeTimer: ReturnType<typeof setTimeout> | undefined
  let deliverTimer: ReturnType<typeof setTimeout> | undefined
  let isDisposed = false

  const problemWith = (pending: number): OutboxState['problem'] => {
    if (store.isVolatile()) return 'storage'
    if (pending === 0 || blockedBy === null) return null
    return blockedBy === 'signed-out' ? 'signed-out' : 'offline'
  }

  const refresh = oneAtATime(async () => {
    const user = session.userId()
    const counts = await store.count(user)
    const entries = user === null || counts.pending === 0 ? [] : await store.entriesOfRuns(user)
    // Another user may have signed in meanwhile, who must not see these.
    if (user !== session.userId() || isDisposed) return
    state.setState({
      ...counts,
      problem: problemWith(counts.pending),
      undelivered: summariseEntries(entries),
    })
  })

  /** Written in one piece: a script may call tools faster than a disk writes. */
  let queued: Gathered[] = []
  let beingWritten: readonly OutboxEntry[] = []
  const waiting = () => queued.map(({ entry }) => entry)
  async function writeQueued(): Promise<void> {
    const entries = waiting()
    queued = []
    if (entries.length === 0) return
    beingWritten = entries
    for (const { kind, executionId } of entries)
      if (kind === 'run-started') own.set(executionId, await liveness.hold(executionId))
    await store.append(entries)
    beingWritten = []
    for (const { kind, executionId } of entries) {
      // Kept in memory it would look abandoned to other tabs.
      if (kind !== 'run-ended' || store.isVolatile()) continue
      own.get(executionId)?.()
      own.delete(executionId)
    }
    channel.announce()
  }
  let writing: Promise<void> = Promise.resolve()
  const inTurn = (step: () => Promise<void>): Promise<void> =>
    (writing = writing
      .then(step)
      // One that cannot be kept must not keep the following from being so.
      .catch((error: unknown) => console.error(error)))
  const write = () => {
    clearTimeout(writeTimer)
    writeTimer = undefined
    void inTurn(writeQueued)
  }
  /** What pages that were left had still to write. */
  async function writeLeft(): Promise<void> {
    const left = leftEntries.take()
    if (left.length === 0) return
    beingWritten = left
    await store.append(left)
    beingWritten = []
    void deliver()
  }
  const sendQueued = () => {
    clearTimeout(deliverTimer)
    deliverTimer = undefined
    write()
    // A backend that is away is not asked again for each entry.
    if (blockedBy !== 'unreachable') void deliver()
  }

  const drain = createDelivery({ supabase, session, store, onProgress: channel.announce })

  const settleAbandoned = createAbandonedRuns({ supabase, session, onSettled: channel.announce })

  const deliver = oneAtATime(async () => {
    await writing
    clearTimeout(pauseTimer)
    if (isDisposed) return
    const known = session.getState()
    if (known.status === 'signed-in') {
      // One tab at a time where that can be had; repeated writes change nothing where it cannot.
      const outcome = await (locks === undefined
        ? drain(known.userId)
        : locks.request('eliza-outbox', () => drain(known.userId)))
      blockedBy = outcome === 'empty' ? null : outcome
      if (outcome === 'empty') await settleAbandoned(known.userId)
    } else {
      blockedBy =
        known.status === 'failed' ? 'unreachable' : known.status === 'signed-out' ? 'signed-out' : null
    }
    if (isDisposed) return
    if (blockedBy === null) pauseMs = firstPauseMs
    if (blockedBy === 'unreachable') {
      pauseTimer = setTimeout(() => void deliver(), pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
    await refresh()
  })

  const interrupted = createInterruptedRuns({
    // A page that was left may have kept a run's true end.
    store: { ...store, openRuns: () => inTurn(writeLeft).then(store.openRuns) },
    liveness,
    isOwn: (executionId) => own.has(executionId),
    onSettled: () => void deliver(),
  })

  const lookAround = () => {
    void interrupted.look()
    void deliver()
  }
  page.addEventListener('online', lookAround)
  page.addEventListener('focus', lookAround)
  const leave = () => {
    const unwritten = [...beingWritten, ...waiting()]
    if (unwritten.length > 0) leftEntries.keep(unwritten)
    sendQueued()
  }
  page.addEventListener('pagehide', leave)
  const unsubscribes = [session.subscribe(() => void deliver()), channel.subscribe(() => void refresh())]
  lookAround()

  return {
    getState: state.getState,
    subscribe: state.subscribe,
    append(entry) {
      gather(queued, entry)
      if (entry.kind === 'run-ended') {
        clearTimeout(writeTimer)
        clearTimeout(deliverTimer)
        writeTimer = deliverTimer = undefined
      }
      writeTimer ??= setTimeout(write, writeMs[entry.kind])
      deliverTimer ??= setTimeout(sendQueued, deliverMs[entry.kind])
    },
    deliver() {
      write()
      return deliver()
    },
    async dismissRejected() {
      const user = session.userId()
      if (user !== null) await store.dismissRejected(user)
      await refresh()
    },
    entriesOfRun: store.entriesOfRun,
    dispose() {
      isDisposed = true
      clearTimeout(pauseTimer)
      clearTimeout(writeTimer)
      clearTimeout(deliverTimer)
      interrupted.dispose()
      page.removeEventListener('online', lookAround)
      page.removeEventListener('focus', lookAround)
      page.removeEventListener('pagehide', leave)
      for (const unsubscribe of unsubscribes) unsubscribe()
      liveness.dispose()
      store.dispose()
    },
  }
}
