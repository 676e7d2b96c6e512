/** The outbox's store: on disk, or in memory after the disk's first failure. */
import { createStoreInMemory } from './createStoreInMemory.ts'
import type { OutboxCounts, OutboxStore } from './OutboxStore.ts'
import type { StoredEntry } from '../../../run/journal/outboxEntry.ts'

export interface FallbackStore extends OutboxStore {
  /** Whether new entries are lost when the tab closes. */
  readonly isVolatile: () => boolean
}

/** If `opening` rejects, only memory is used. */
export function createFallbackStore(opening: Promise<OutboxStore>): FallbackStore {
  const memory = createStoreInMemory()
  let isVolatile = false
  const giveUpDisk = () => {
    isVolatile = true
  }
  opening.catch(giveUpDisk)

  /** After a failure the disk is still tried for entries stored before it. */
  async function onDisk<Value>(
    action: (disk: OutboxStore) => Promise<Value>,
    otherwise: Value,
  ): Promise<Value> {
    try {
      return await action(await opening)
    } catch {
      giveUpDisk()
      return otherwise
    }
  }

  const write = async (action: (store: OutboxStore) => Promise<void>): Promise<void> => {
    const isWritten = !isVolatile && (await onDisk((disk) => action(disk).then(() => true), false))
    // After a failure all writes go to memory: a write to disk would overtake the entries there.
    if (!isWritten) await action(memory)
  }

  const inMemory = (entry: StoredEntry) => entry.position < 0

  return {
    isVolatile: () => isVolatile,
    append: (entries) => write((store) => store.append(entries)),
    close: (end) => write((store) => store.close(end)),
    next: async (userId) => (await onDisk((disk) => disk.next(userId), null)) ?? memory.next(userId),
    remove: (entry) =>
      inMemory(entry) ? memory.remove(entry) : onDisk((disk) => disk.remove(entry), undefined),
    reject: (entry, reason) =>
      inMemory(entry)
        ? memory.reject(entry, reason)
        : onDisk((disk) => disk.reject(entry, reason), undefined),
    async dismissRejected(userId) {
      await memory.dismissRejected(userId)
      await onDisk((disk) => disk.dismissRejected(userId), undefined)
    },
    async count(userId) {
      const volatile = await memory.count(userId)
      return sum(await onDisk((disk) => disk.count(userId), nothing), volatile)
    },
    async forget(userId) {
      await memory.forget(userId)
      await onDisk((disk) => disk.forget(userId), undefined)
    },
    openRuns: () => onDisk((disk) => disk.openRuns(), []),
    entriesOfRuns: async (userId) => [
      ...(await onDisk((disk) => disk.entriesOfRuns(userId), [])),
      ...(await memory.entriesOfRuns(userId)),
    ],
    entriesOfRun: async (userId, executionId) => [
      ...(await onDisk((disk) => disk.entriesOfRun(userId, executionId), [])),
      ...(await memory.entriesOfRun(userId, executionId)),
    ],
    dispose: () => void opening.then((disk) => disk.dispose()).catch(giveUpDisk),
  }
}

const nothing: OutboxCounts = { pending: 0, rejected: 0, rejectedReason: null }

const sum = (disk: OutboxCounts, memory: OutboxCounts): OutboxCounts => ({
  pending: disk.pending + memory.pending,
  rejected: disk.rejected + memory.rejected,
  rejectedReason: memory.rejectedReason ?? disk.rejectedReason,
})
