/** The shelf: keeps tabs' changes in IndexedDB, so that they survive even a crash of the browser. */
import { openDB, type DBSchema } from 'idb'
import * as z from 'zod/mini'
import { mergeScripts } from './mergeScripts.ts'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import { changedScripts, leftScriptsPrefix, type ChangedScripts, type ScriptShelf } from './openScripts.ts'

interface Schema extends DBSchema {
  tabs: { key: string; value: ChangedScripts }
}

interface ShelfOptions {
  /** Storage in which closing tabs leave changes that the shelf does not have yet. */
  readonly sharedStorage?: KeyValueStorage
  /** `navigator.locks` (Web Locks); absent on plain http. */
  readonly locks: LockManager | undefined
  readonly databaseName?: string
}

/** A reload's former page has released its lock by then. */
const claimMs = 2_000

/**
 * Opens the shelf. @throws if the browser has no IndexedDB, or no Web Locks: without locks, no tab could tell
 * which others are gone.
 */
export async function openScriptShelf({
  sharedStorage = openStorage(() => localStorage),
  locks,
  databaseName = 'eliza-scripts',
}: ShelfOptions): Promise<ScriptShelf> {
  if (!locks) throw new Error('This page has no locks.')
  const database = await openDB<Schema>(databaseName, 1, {
    upgrade: (fresh) => void fresh.createObjectStore('tabs', { keyPath: 'tab' }),
    // An upgrade by a newer app in another tab must not wait for this tab.
    blocking: (_current, _next, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })
  const leftKeys = () => sharedStorage.keys(leftScriptsPrefix)

  return {
    claim: (tab) =>
      new Promise((resolve) => {
        const signal = AbortSignal.timeout(claimMs)
        const held = locks.request(lockOf(tab), { signal }, () => {
          resolve(true)
          // Held until the page ends.
          return new Promise(() => {})
        })
        held.catch(() => resolve(false))
      }),
    async keep(changed) {
      if (changed.scripts.length > 0) await database.put('tabs', changed)
      else await database.delete('tabs', changed.tab)
    },
    async takeOver(tab, adopt) {
      await locks.request('eliza-scripts-left', async () => {
        const { held = [] } = await locks.query()
        const alive = new Set(held.map(({ name }) => name))
        const isGone = (left: ChangedScripts) => left.tab === tab || !alive.has(lockOf(left.tab))
        const keys = leftKeys()
        const noted = keys.flatMap((key) => readLeft(sharedStorage.read(key)))
        const left = [...(await database.getAll('tabs')), ...noted].filter(isGone)
        if (left.length === 0) return
        const own = adopt((current, stored) => mergeScripts(current, left, stored))
        const transaction = database.transaction('tabs', 'readwrite')
        for (const { tab: other } of left) await transaction.store.delete(other)
        if (own.scripts.length > 0) await transaction.store.put(own)
        await transaction.done
        for (const { tab: other } of left) sharedStorage.remove(leftScriptsPrefix + other)
      })
    },
  }
}

const lockOf = (tab: string): string => `eliza-tab-${tab}`

function readLeft(text: string | null): ChangedScripts[] {
  try {
    return [z.parse(changedScripts, JSON.parse(text ?? ''))]
  } catch {
    return []
  }
}
