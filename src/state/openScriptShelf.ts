/** Keeps what tabs changed in IndexedDB: what it has taken is there also after the browser's process was ended. */
import { openDB, type DBSchema } from 'idb'
import * as z from 'zod/mini'
import { mergeScripts } from './mergeScripts.ts'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import { changedScripts, leftScriptsPrefix, type ChangedScripts, type ScriptShelf } from './openScripts.ts'

interface Schema extends DBSchema {
  tabs: { key: string; value: ChangedScripts }
}

interface ShelfOptions {
  /** Where tabs leave what the shelf has not. */
  readonly sharedStorage?: KeyValueStorage
  /** `navigator.locks`, which is absent on plain http. */
  readonly locks: LockManager | undefined
  readonly databaseName?: string
}

/** A page that is reloaded is gone by then. */
const claimMs = 2_000

/** Rejects where this browser has no IndexedDB to give, or no locks: nobody could tell which tabs are gone, and what they left would stay. */
export async function openScriptShelf({
  sharedStorage = openStorage(() => localStorage),
  locks,
  databaseName = 'eliza-scripts',
}: ShelfOptions): Promise<ScriptShelf> {
  if (!locks) throw new Error('This page has no locks.')
  const database = await openDB<Schema>(databaseName, 1, {
    upgrade: (fresh) => void fresh.createObjectStore('tabs', { keyPath: 'tab' }),
    // A later version of the app in another tab must not have to wait for this one.
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
          // Given back when the page ends.
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
