/** Stores the chat window's state in this browser: the last conversation, drafts, and pending removals. */
import * as z from 'zod/mini'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import { parseJson } from '../../lib/parseJson.ts'

export interface ChatStorage {
  /** null if no conversation was open, or it was deleted. */
  readonly readLast: () => string | null
  readonly keepLast: (conversationId: string | null) => void
  /** '' if there is no draft. `key` is the conversation's id, or a name for one that has not begun. */
  readonly readDraft: (key: string) => string
  /** Stores a draft and removes a blank one. @returns whether that worked. */
  readonly keepDraft: (key: string, text: string) => boolean
  /** Pending removals of all tabs: conversation id to time in ms since 1970. */
  readonly readLeaving: () => ReadonlyMap<string, number>
  /** Schedules a removal. null cancels it, or notes that it is done. @returns whether that worked. */
  readonly keepLeaving: (conversationId: string, at: number | null) => boolean
}

const lastKey = 'eliza.chat.last'
const leavingKey = 'eliza.chat.leaving'
const leavingRecord = z.record(z.string(), z.number())
const draftKey = (key: string): string => `eliza.chat.draft.${key}`

export function createChatStorage(storage: KeyValueStorage = openStorage(() => localStorage)): ChatStorage {
  const readLeaving = () => {
    const record = leavingRecord.safeParse(parseJson(storage.read(leavingKey) ?? ''))
    return new Map(record.success ? Object.entries(record.data) : [])
  }
  return {
    readLast: () => storage.read(lastKey),
    keepLast(id) {
      if (id === null) storage.remove(lastKey)
      else storage.write(lastKey, id)
    },
    readDraft: (key) => storage.read(draftKey(key)) ?? '',
    keepDraft(key, text) {
      if (text.trim() !== '') return storage.write(draftKey(key), text)
      storage.remove(draftKey(key))
      return true
    },
    readLeaving,
    keepLeaving(id, at) {
      const leaving = readLeaving()
      if (at === null) leaving.delete(id)
      else leaving.set(id, at)
      if (leaving.size > 0) return storage.write(leavingKey, JSON.stringify(Object.fromEntries(leaving)))
      storage.remove(leavingKey)
      return true
    },
  }
}
