/** A browser's key-value storage that never throws: it may be switched off, full, or not there at all. */

export interface KeyValueStorage {
  readonly read: (key: string) => string | null
  /** Whether it is stored now. */
  readonly write: (key: string, value: string) => boolean
  readonly remove: (key: string) => void
  /** The keys that begin with `prefix`. */
  readonly keys: (prefix: string) => readonly string[]
}

/** `open` is called at each access: if cookies are blocked, merely naming `localStorage` throws. */
export function openStorage(open: () => Storage): KeyValueStorage {
  const attempt = <Result>(action: (storage: Storage) => Result, otherwise: Result): Result => {
    try {
      return action(open())
    } catch {
      return otherwise
    }
  }
  return {
    read: (key) => attempt((storage) => storage.getItem(key), null),
    write: (key, value) =>
      attempt((storage) => {
        storage.setItem(key, value)
        return true
      }, false),
    remove: (key) => attempt((storage) => storage.removeItem(key), undefined),
    keys: (prefix) =>
      attempt((storage) => {
        const all = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
        return all.filter((key) => key.startsWith(prefix))
      }, []),
  }
}
