/** What this browser remembers of the chat window: the conversation that was looked at last, and what is typed and not sent. */
import { openStorage, type KeyValueStorage } from '../lib/openStorage.ts'

export interface ChatMemory {
  /** null where none was looked at, or it was deleted. */
  readonly readLast: () => string | null
  readonly keepLast: (conversationId: string | null) => void
  /** '' where nothing is typed. `key` is the conversation's id, or a name for one that is not begun. */
  readonly readDraft: (key: string) => string
  /** Whether it is stored; a blank draft is forgotten. */
  readonly keepDraft: (key: string, text: string) => boolean
}

const lastKey = 'eliza.chat.last'
const draftKey = (key: string): string => `eliza.chat.draft.${key}`

export function createChatMemory(storage: KeyValueStorage = openStorage(() => localStorage)): ChatMemory {
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
  }
}
