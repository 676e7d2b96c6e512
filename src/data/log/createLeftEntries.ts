/** Saves unwritten entries of a closing page in synchronous storage, until a page opens again. */
import { v4 as newId } from 'uuid'
import type { KeyValueStorage } from '../../../lib/openStorage.ts'
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'

export interface LeftEntries {
  /** Saves entries synchronously, if there is room. */
  readonly keep: (entries: readonly OutboxEntry[]) => void
  /** Returns saved entries of this browser's pages in order, and removes them. */
  readonly take: () => readonly OutboxEntry[]
}

const prefix = 'eliza.outbox.left.'

export function createLeftEntries(storage: KeyValueStorage): LeftEntries {
  // A key per page: pages that close together must not overwrite each other.
  const key = `${prefix}${newId()}`
  return {
    keep: (entries) => void storage.write(key, JSON.stringify(entries)),
    take: () =>
      storage.keys(prefix).flatMap((name) => {
        const text = storage.read(name)
        storage.remove(name)
        return text === null ? [] : readEntries(text)
      }),
  }
}

function readEntries(text: string): readonly OutboxEntry[] {
  try {
    return JSON.parse(text) as readonly OutboxEntry[]
  } catch {
    return []
  }
}
