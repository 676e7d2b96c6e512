/** Stores kept rows in IndexedDB, which all tabs share and which survives a restart. */
import { openDB, type DBSchema } from 'idb'
import { groupBy } from '../../../lib/groupBy.ts'
import { countKept } from './countKept.ts'
import { foldKept } from './foldKept.ts'
import type { KeptRow, KeptRows } from './KeptRows.ts'
import { readKeptRow } from './readChatRows.ts'

interface Schema extends DBSchema {
  rows: {
    key: [string, string]
    /** Another version of the app may have written another shape. */
    value: unknown
    indexes: {
      conversation: [string, string]
      state: [string, string]
    }
  }
}

/**
 * Opens the store. @throws if the browser has no IndexedDB. Every method rejects if the disk is full or the
 * data was cleared.
 */
export async function openKeptRows(name: string): Promise<KeptRows> {
  const database = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      const rows = fresh.createObjectStore('rows', { keyPath: ['userId', 'id'] })
      rows.createIndex('conversation', ['userId', 'conversationId'])
      rows.createIndex('state', ['userId', 'state'])
    },
    // An upgrade by a newer app in another tab must not wait for this tab.
    blocking: (_current, _next, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })
  const readable = (found: readonly unknown[]): KeptRow[] =>
    found.map(readKeptRow).filter((row) => row !== null)
  const ofState = (userId: string, state: KeptRow['state']) => IDBKeyRange.only([userId, state])

  async function put(rows: readonly KeptRow[]): Promise<void> {
    const transaction = database.transaction('rows', 'readwrite')
    const groups = groupBy(rows, ({ userId, conversationId }) => `${userId} ${conversationId}`)
    for (const group of groups.values()) {
      const { userId = '', conversationId = '' } = group[0] ?? {}
      const found = await transaction.store
        .index('conversation')
        .getAll(IDBKeyRange.only([userId, conversationId]))
      const kept = new Set(readable(found))
      const left = new Set(foldKept([...kept], group))
      for (const row of kept) if (!left.has(row)) await transaction.store.delete([userId, row.id])
      for (const row of left) if (!kept.has(row)) await transaction.store.put(row)
    }
    await transaction.done
  }

  /** Changes the rows whose revision is still the given one (compare and swap). */
  async function change(rows: readonly KeptRow[], becomes: (row: KeptRow) => KeptRow | null): Promise<void> {
    const transaction = database.transaction('rows', 'readwrite')
    for (const row of rows) {
      const kept = readKeptRow(await transaction.store.get([row.userId, row.id]))
      if (kept?.revision !== row.revision) continue
      const next = becomes(kept)
      if (next === null) await transaction.store.delete([row.userId, row.id])
      else await transaction.store.put(next)
    }
    await transaction.done
  }

  return {
    put,
    all: async (userId) => readable(await database.getAll('rows', IDBKeyRange.bound([userId], [userId, []]))),
    ofConversation: async (userId, conversationId) =>
      readable(
        await database.getAllFromIndex('rows', 'conversation', IDBKeyRange.only([userId, conversationId])),
      ),
    settle: (rows) => change(rows, () => null),
    refuse: (row, reason) => change([row], (kept) => ({ ...kept, state: 'refused', reason })),
    async count(userId) {
      if (userId === null) return countKept(readable(await database.getAll('rows')))
      const refused = readable(await database.getAllFromIndex('rows', 'state', ofState(userId, 'refused')))
      const pending = await database.countFromIndex('rows', 'state', ofState(userId, 'pending'))
      return { ...countKept(refused), pending }
    },
    dispose: () => database.close(),
  }
}
