/** The start-up key, which the address that `npm start` prints brings to this browser. */
import { localKeyFragment } from '../../../contract/edgeApi.ts'
import { type KeyValueStorage, openStorage } from '../../../lib/openStorage.ts'
import { signedOutKey } from './signedOutKey.ts'

const storageKey = 'eliza.local-key'

export const readLocalKey = (storage: KeyValueStorage): string | null => storage.read(storageKey)

/** Keeps the key of the page's address for all tabs, and takes it out of the address and the browser's history. */
export function takeLocalKey(
  page: Pick<Window, 'history' | 'location'>,
  storage: KeyValueStorage = openStorage(() => localStorage),
): void {
  const { hash, pathname, search } = page.location
  if (!hash.startsWith(localKeyFragment)) return
  storage.write(storageKey, hash.slice(localKeyFragment.length))
  // Opening this address is to ask for it again.
  storage.remove(signedOutKey)
  page.history.replaceState(page.history.state, '', pathname + search)
}
