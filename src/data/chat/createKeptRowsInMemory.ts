/** Stores kept rows in this tab's memory, if the browser stores nothing (private window, full disk). */
import { groupBy } from '../../../lib/groupBy.ts'
import { countKept } from './countKept.ts'
import { foldKept } from './foldKept.ts'
import type { KeptRow, KeptRows } from './KeptRows.ts'

export function createKeptRowsInMemory(): KeptRows {
  const users = new Map<string, readonly KeptRow[]>()
  const of = (userId: string) => users.get(userId) ?? []

  async function change(rows: readonly KeptRow[], becomes: (row: KeptRow) => readonly KeptRow[]) {
    const isMeant = (kept: KeptRow) =>
      rows.some(({ id, revision }) => kept.id === id && kept.revision === revision)
    for (const userId of new Set(rows.map((row) => row.userId)))
      users.set(
        userId,
        of(userId).flatMap((kept) => (isMeant(kept) ? becomes(kept) : [kept])),
      )
  }

  return {
    async put(rows) {
      for (const [userId, fresh] of groupBy(rows, (row) => row.userId))
        users.set(userId, foldKept(of(userId), fresh))
    },
    all: async (userId) => of(userId),
    ofConversation: async (userId, conversationId) =>
      of(userId).filter((row) => row.conversationId === conversationId),
    settle: (rows) => change(rows, () => []),
    refuse: (row, reason) => change([row], (kept) => [{ ...kept, state: 'refused', reason }]),
    count: async (userId) => countKept(userId === null ? [...users.values()].flat() : of(userId)),
    dispose: () => users.clear(),
  }
}
