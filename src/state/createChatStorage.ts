/** What this browser remembers of the chat window: the conversation that was looked at last, and what is typed and not sent. */
import * as z from 'zod/mini'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import { parseJson } from '../../lib/parseJson.ts'

export interface ChatStorage {
  /** null where none was looked at, or it was deleted. */
  readonly readLast: () => string | null
  readonly keepLast: (conversationId: string | null) => void
  /** '' where nothing is typed. `key` is the conversation's id, or a name for one that is not begun. */
  readonly readDraft: (key: string) => string
  /** Whether it is stored; a blank draft is forgotten. */
  readonly keepDraft: (key: string, text: string) => boolean
  /** When conversations are to be removed, in ms since 1970, by their ids: those of all tabs. */
  readonly readLeaving: () => ReadonlyMap<string, number>
  /** Whether it is stored. null keeps the conversation, or says that it is removed. */
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
