/** Stores the outbox in this tab's memory, if the browser stores nothing (private window, full disk). */
import type { OutboxStore } from './OutboxStore.ts'
import type { OpenRun, OutboxEntry, StoredEntry } from '../../../run/journal/outboxEntry.ts'

export function createStoreInMemory(): OutboxStore {
  let entries: readonly StoredEntry[] = []
  let rejected: readonly { readonly entry: StoredEntry; readonly reason: string }[] = []
  const open = new Map<string, OpenRun>()
  // Negative positions tell these entries from stored ones.
  let position = 0

  const append = (entry: OutboxEntry) => {
    position -= 1
    entries = [...entries, { ...entry, position }]
    if (entry.kind === 'run-started') open.set(entry.executionId, entry)
    if (entry.kind === 'run-ended') open.delete(entry.executionId)
  }
  const remove = async (gone: StoredEntry) => {
    entries = entries.filter((entry) => entry.position !== gone.position)
  }
  const of = (userId: string) => entries.filter((entry) => entry.userId === userId)

  return {
    append: async (added) => added.forEach(append),
    close: async (end) => {
      if (open.has(end.executionId)) append(end)
    },
    next: async (userId) => of(userId)[0] ?? null,
    remove,
    reject: async (entry, reason) => {
      rejected = [...rejected, { entry, reason }]
      await remove(entry)
    },
    dismissRejected: async (userId) => {
      rejected = rejected.filter(({ entry }) => entry.userId !== userId)
    },
    count: async (userId) => {
      const isCounted = (entry: StoredEntry) => userId === null || entry.userId === userId
      const refused = rejected.filter(({ entry }) => isCounted(entry))
      return {
        pending: entries.filter(isCounted).length,
        rejected: refused.length,
        rejectedReason: refused.at(-1)?.reason ?? null,
      }
    },
    forget: async (userId) => {
      entries = entries.filter((entry) => entry.userId !== userId)
      rejected = rejected.filter(({ entry }) => entry.userId !== userId)
      for (const run of open.values()) if (run.userId === userId) open.delete(run.executionId)
    },
    openRuns: async () => [...open.values()],
    entriesOfRuns: async (userId) => of(userId).filter((entry) => entry.kind !== 'tool-calls'),
    entriesOfRun: async (userId, executionId) =>
      of(userId).filter((entry) => entry.executionId === executionId),
    dispose: () => {},
  }
}
