/**
 * Saves the scripts that are open in this tab, so that they outlive reload and crash: a moment after a change, and when the
 * page goes away. Brings in what tabs that are gone changed.
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
  /** Takes over what other tabs left, merged into what is open. */
  readonly adopt: (merged: OpenScripts) => void
  /** `window`: going away is the last occasion to save. */
  readonly page: EventTarget
  /** Of this tab alone, and kept over a reload: tabs cannot overwrite each other. */
  readonly tabStorage: KeyValueStorage
  /** Of all tabs. Browsers write it to the disk with a delay of up to a minute. */
  readonly sharedStorage: KeyValueStorage
  /** Absent: only those two are there. */
  readonly openShelf?: (() => Promise<ScriptShelf>) | undefined
  /** Called when what was changed is stored nowhere, once until it is again. */
  readonly onUnsaved?: (() => void) | undefined
}

export interface ScriptSaver {
  /** What an earlier page saved: of this tab, or else of any; null where nothing is stored that can be read. */
  readonly stored: OpenScripts | null
  /** Which tab this is. */
  readonly tab: () => string
  /** Something was changed: saves it in a moment (debounced). */
  readonly saveSoon: () => void
  /** Saves now; whether that worked. Then even the end of the browser's process loses nothing. */
  readonly save: () => Promise<boolean>
  readonly dispose: () => void
}

const tabKey = 'eliza.tab'
const saveAfterMs = 300
/** Python starts first. */
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
    // Browsers duplicate a tab with all that it has stored.
    if (opened && !(await opened.claim(tab))) tab = newId()
    tabStorage.write(tabKey, tab)
    hasShelf = opened !== undefined
    return opened
  })
  /** undefined where this browser does not give it, or not yet. */
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
  /** There is no time to wait for the shelf. */
  function saveOnLeaving(): void {
    if (saving !== undefined) storeNow()
    // Without a shelf nobody would ever take it over.
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
