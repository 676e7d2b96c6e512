/** What a page had not written yet when it was left: kept where writing takes no waiting, until a page opens again. */
import { v4 as newId } from 'uuid'
import type { KeyValueStorage } from '../../../lib/openStorage.ts'
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'

export interface LeftEntries {
  /** Done when it returns, as far as there is room. */
  readonly keep: (entries: readonly OutboxEntry[]) => void
  /** What pages of this browser kept, in their order; it is given once. */
  readonly take: () => readonly OutboxEntry[]
}

const prefix = 'eliza.outbox.left.'

export function createLeftEntries(storage: KeyValueStorage): LeftEntries {
  // One of its own: pages that are closed together must not overwrite each other.
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
