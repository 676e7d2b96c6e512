/** Stores the outbox in IndexedDB, which all tabs share and which survives a restart. */
import { openDB, type DBSchema, type IDBPObjectStore } from 'idb'
import type { OutboxStore } from './OutboxStore.ts'
import type { OpenRun, OutboxEntry, StoredEntry } from '../../../run/journal/outboxEntry.ts'

interface Schema extends DBSchema {
  entries: {
    key: number
    value: StoredEntry
    indexes: {
      user: [string, number]
      kind: [string, string]
      run: [string, string]
    }
  }
  rejected: {
    key: number
    value: { readonly entry: StoredEntry; readonly userId: string; readonly reason: string }
    indexes: { user: string }
  }
  openRuns: { key: string; value: OpenRun }
}

/**
 * Opens the store. @throws if the browser has no IndexedDB. Every method rejects if the disk is full or the
 * data was cleared.
 */
export async function openIndexedStore(name: string): Promise<OutboxStore> {
  const database = await openDB<Schema>(name, 2, {
    upgrade(fresh, former, _version, transaction) {
      if (former === 1) return void gatherSingleCalls(transaction.objectStore('entries'))
      const entries = fresh.createObjectStore('entries', { keyPath: 'position', autoIncrement: true })
      entries.createIndex('user', ['userId', 'position'])
      entries.createIndex('kind', ['userId', 'kind'])
      entries.createIndex('run', ['userId', 'executionId'])
      fresh.createObjectStore('rejected', { autoIncrement: true }).createIndex('user', 'userId')
      fresh.createObjectStore('openRuns', { keyPath: 'executionId' })
    },
    // An upgrade by a newer app in another tab must not wait for this tab.
    blocking: (_current, _next, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })

  async function write(
    added: readonly OutboxEntry[],
    { onlyIfOpen }: { readonly onlyIfOpen: boolean },
  ): Promise<void> {
    const transaction = database.transaction(['entries', 'openRuns'], 'readwrite')
    const entries = transaction.objectStore('entries')
    const openRuns = transaction.objectStore('openRuns')
    for (const entry of added) {
      const { executionId, userId, head } = entry
      if (onlyIfOpen && (await openRuns.getKey(executionId)) === undefined) continue
      // The database assigns `position`, but the type requires it.
      const fresh: Omit<StoredEntry, 'position'> = entry
      await entries.add(fresh as StoredEntry)
      if (entry.kind === 'run-started') await openRuns.put({ executionId, userId, head })
      if (entry.kind === 'run-ended') await openRuns.delete(executionId)
    }
    await transaction.done
  }

  return {
    append: (added) => write(added, { onlyIfOpen: false }),
    close: (end) => write([end], { onlyIfOpen: true }),
    next: async (userId) =>
      (await database.getFromIndex('entries', 'user', IDBKeyRange.bound([userId], [userId, []]))) ?? null,
    remove: ({ position }) => database.delete('entries', position),
    async reject(entry, reason) {
      const transaction = database.transaction(['entries', 'rejected'], 'readwrite')
      const entries = transaction.objectStore('entries')
      // Another tab may have rejected it already.
      if ((await entries.getKey(entry.position)) !== undefined) {
        await transaction.objectStore('rejected').add({ entry, userId: entry.userId, reason })
        await entries.delete(entry.position)
      }
      await transaction.done
    },
    async dismissRejected(userId) {
      const transaction = database.transaction('rejected', 'readwrite')
      for await (const cursor of transaction.store.index('user').iterate(userId)) await cursor.delete()
      await transaction.done
    },
    async count(userId) {
      const range = userId === null ? undefined : IDBKeyRange.bound([userId], [userId, []])
      const refused = await database.getAllFromIndex('rejected', 'user', userId ?? undefined)
      return {
        pending: await database.countFromIndex('entries', 'user', range),
        rejected: refused.length,
        rejectedReason: refused.at(-1)?.reason ?? null,
      }
    },
    async forget(userId) {
      const transaction = database.transaction(['entries', 'rejected', 'openRuns'], 'readwrite')
      for await (const cursor of transaction.objectStore('entries'))
        if (cursor.value.userId === userId) await cursor.delete()
      for await (const cursor of transaction.objectStore('rejected').index('user').iterate(userId))
        await cursor.delete()
      for await (const cursor of transaction.objectStore('openRuns'))
        if (cursor.value.userId === userId) await cursor.delete()
      await transaction.done
    },
    openRuns: () => database.getAll('openRuns'),
    async entriesOfRuns(userId) {
      const kinds = ['run-started', 'run-ended'] as const
      const found = kinds.map((kind) =>
        database.getAllFromIndex('entries', 'kind', IDBKeyRange.only([userId, kind]), 200),
      )
      return (await Promise.all(found)).flat()
    },
    entriesOfRun: (userId, executionId) =>
      database.getAllFromIndex('entries', 'run', IDBKeyRange.only([userId, executionId])),
    dispose: () => database.close(),
  }
}

/** Version 1 stored each tool call as an entry of its own. */
async function gatherSingleCalls(
  entries: IDBPObjectStore<
    Schema,
    ArrayLike<'entries' | 'rejected' | 'openRuns'>,
    'entries',
    'versionchange'
  >,
): Promise<void> {
  for await (const cursor of entries) {
    const { kind, row, size: _size, ...entry } = cursor.value as unknown as Record<string, unknown>
    if (kind !== 'tool-call') continue
    await cursor.update({ ...entry, kind: 'tool-calls', rows: [row] } as unknown as StoredEntry)
  }
}
