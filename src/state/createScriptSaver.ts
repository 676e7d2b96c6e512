/**
 * Saves this tab's open scripts (debounced, and when the page goes away), and takes over unsaved changes of
 * closed tabs.
 */
import { v4 as newId } from 'uuid'
import { loadOnce } from '../../lib/loadOnce.ts'
import type { KeyValueStorage } from '../../lib/openStorage.ts'
import {
  leftScriptsPrefix,
  openScripts,
  openScriptsKey,
  type ChangedScripts,
  type OpenScripts,
  type ScriptShelf,
} from './openScripts.ts'

interface ScriptSaverOptions {
  readonly read: () => OpenScripts
  /** Applies changes of closed tabs, merged into the open scripts. */
  readonly adopt: (merged: OpenScripts) => void
  /** `window`: its `pagehide` is the last chance to save. */
  readonly page: EventTarget
  /** Storage of this tab alone, which survives reloads: tabs cannot overwrite each other. */
  readonly tabStorage: KeyValueStorage
  /** Storage of all tabs. Browsers write it to disk with a delay of up to 1 minute. */
  readonly sharedStorage: KeyValueStorage
  /** Opens IndexedDB. If absent, only the two storages are used. */
  readonly openShelf?: (() => Promise<ScriptShelf>) | undefined
  /** Called if a change could not be stored anywhere. It is not called again until a save has worked. */
  readonly onUnsaved?: (() => void) | undefined
}

export interface ScriptSaver {
  /**
   * The scripts that an earlier page of this tab saved, or else of any tab; null if nothing readable is
   * stored.
   */
  readonly stored: OpenScripts | null
  /** This tab's id. */
  readonly tab: () => string
  /** Saves after a debounce of 300 ms. */
  readonly saveSoon: () => void
  /** Saves now, so that even a crash of the browser loses nothing. @returns whether it worked. */
  readonly save: () => Promise<boolean>
  readonly dispose: () => void
}

const tabKey = 'eliza.tab'
const saveAfterMs = 300
/** Taking over waits, so that Python starts first. */
const takeOverAfterMs = 500

export function createScriptSaver(options: ScriptSaverOptions): ScriptSaver {
  const { read, adopt, page, tabStorage, sharedStorage, openShelf, onUnsaved } = options
  const stored = readStored(tabStorage) ?? readStored(sharedStorage)
  let tab = tabStorage.read(tabKey) ?? newId()
  let saving: ReturnType<typeof setTimeout> | undefined
  let hasShelf = openShelf !== undefined
  let isUnkept = false
  let isToldUnsaved = false

  function readChanged(): ChangedScripts {
    const { scripts, activeId } = read()
    return { tab, at: Date.now(), activeId, scripts: scripts.filter(({ changed }) => changed !== undefined) }
  }

  const claimedShelf = loadOnce(async () => {
    const opened = await openShelf?.()
    // Duplicating a tab copies its storage, so the copy needs an id of its own.
    if (opened && !(await opened.claim(tab))) tab = newId()
    tabStorage.write(tabKey, tab)
    hasShelf = opened !== undefined
    return opened
  })
  /** undefined if this browser has no IndexedDB or locks. The next call tries again. */
  const openedShelf = () =>
    claimedShelf().catch(() => {
      hasShelf = false
      return undefined
    })

  async function keep(): Promise<boolean> {
    const opened = await openedShelf()
    if (!opened) return false
    isUnkept = false
    try {
      await opened.keep(readChanged())
      return true
    } catch {
      isUnkept = true
      return false
    }
  }

  function storeNow(): boolean {
    clearTimeout(saving)
    saving = undefined
    const json = JSON.stringify({ ...read(), written: { at: Date.now(), tab } })
    const isKept = tabStorage.write(openScriptsKey, json)
    return sharedStorage.write(openScriptsKey, json) && isKept
  }
  async function save(): Promise<boolean> {
    const isStored = storeNow()
    return (await keep()) || isStored
  }
  async function saveInTime(): Promise<void> {
    const isSaved = await save()
    if (!isSaved && !isToldUnsaved) onUnsaved?.()
    isToldUnsaved = !isSaved
  }
  /** Synchronous: a page that is going away has no time for IndexedDB. */
  function saveOnLeaving(): void {
    if (saving !== undefined) storeNow()
    // Only tabs with a shelf take these over.
    if (isUnkept && hasShelf) sharedStorage.write(leftScriptsPrefix + tab, JSON.stringify(readChanged()))
  }

  async function takeOver(): Promise<void> {
    const opened = await openedShelf()
    await opened?.takeOver(tab, (merge) => {
      const next = merge(read(), stored)
      if (next !== read()) adopt(next)
      return readChanged()
    })
  }
  const takingOver = openShelf && setTimeout(() => void takeOver().catch(() => {}), takeOverAfterMs)
  page.addEventListener('pagehide', saveOnLeaving)

  return {
    stored,
    tab: () => tab,
    saveSoon() {
      isUnkept = true
      clearTimeout(saving)
      saving = setTimeout(() => void saveInTime(), saveAfterMs)
    },
    save,
    dispose() {
      clearTimeout(takingOver)
      saveOnLeaving()
      clearTimeout(saving)
      page.removeEventListener('pagehide', saveOnLeaving)
    },
  }
}

function readStored(storage: KeyValueStorage): OpenScripts | null {
  try {
    return openScripts.parse(JSON.parse(storage.read(openScriptsKey) ?? ''))
  } catch {
    return null
  }
}
