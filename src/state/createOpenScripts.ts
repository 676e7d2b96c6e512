/**
 * The scripts in this tab's editor. They outlive reload and crash. A new tab begins with what was saved last in any tab, and gets
 * what tabs that are gone changed.
 */
import { v4 as newId } from 'uuid'
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import {
  leftScriptsPrefix,
  openScripts,
  type ChangedScripts,
  type NewScript,
  type OpenScript,
  type OpenScripts,
  type ScriptShelf,
} from './openScripts.ts'

export interface OpenScriptsStore extends ReadableStore<OpenScripts> {
  /** Of the active script. */
  readonly setCode: (code: string) => void
  /** Shows a script in a tab of its own, or the tab that holds just this one already. */
  readonly open: (script: NewScript) => void
  /** Opens an empty script. */
  readonly create: () => void
  readonly activate: (id: string) => void
  /** A blank name changes nothing. */
  readonly rename: (id: string, name: string) => void
  /** The returned function brings it back where it was. In place of the last one an empty script opens. */
  readonly close: (id: string) => () => void
  /** Stores what is open now rather than in a moment; whether that worked. Then even the end of the browser's process loses nothing. */
  readonly save: () => Promise<boolean>
  readonly dispose: () => void
}

interface OpenScriptsOptions {
  /** What a first visit begins with. */
  readonly initial: NewScript
  /** `window`: going away is the last occasion to save. */
  readonly page: EventTarget
  /** Of this tab alone, and kept over a reload: tabs cannot overwrite each other. */
  readonly tabStorage?: KeyValueStorage
  /** Of all tabs. Browsers write it to the disk with a delay of up to a minute. */
  readonly sharedStorage?: KeyValueStorage
  /** Absent: only those two are there. */
  readonly openShelf?: () => Promise<ScriptShelf>
  /** Called when what was changed is stored nowhere, once until it is again. */
  readonly onUnsaved?: () => void
}

/** Where what is open is stored, as JSON. */
export const openScriptsKey = 'eliza.scripts'
const tabKey = 'eliza.tab'
const saveAfterMs = 300
/** Python starts first. */
const takeOverAfterMs = 500

export function createOpenScripts({
  initial,
  page,
  tabStorage = openStorage(() => sessionStorage),
  sharedStorage = openStorage(() => localStorage),
  openShelf,
  onUnsaved,
}: OpenScriptsOptions): OpenScriptsStore {
  const stored = readScripts(tabStorage) ?? readScripts(sharedStorage)
  const store = createStore(stored ?? only(initial))
  let tab = tabStorage.read(tabKey) ?? newId()
  let saving: ReturnType<typeof setTimeout> | undefined
  let shelf: Promise<ScriptShelf | undefined> | undefined
  let hasShelf = openShelf !== undefined
  let isUnkept = false
  let isToldUnsaved = false

  function readChanged(): ChangedScripts {
    const { scripts, activeId } = store.getState()
    return { tab, at: Date.now(), activeId, scripts: scripts.filter(({ changed }) => changed !== undefined) }
  }

  /** undefined where this browser does not give it, or not yet. */
  const openedShelf = () =>
    (shelf ??= claimTab().catch(() => {
      shelf = undefined
      hasShelf = false
      return undefined
    }))
  async function claimTab(): Promise<ScriptShelf | undefined> {
    const opened = await openShelf?.()
    // Browsers duplicate a tab with all that it has stored.
    if (opened && !(await opened.claim(tab))) tab = newId()
    tabStorage.write(tabKey, tab)
    hasShelf = opened !== undefined
    return opened
  }

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
    const json = JSON.stringify({ ...store.getState(), written: { at: Date.now(), tab } })
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
      const next = merge(store.getState(), stored)
      if (next !== store.getState()) change(next)
      return readChanged()
    })
  }
  const takingOver = openShelf && setTimeout(() => void takeOver().catch(() => {}), takeOverAfterMs)

  const change = (next: OpenScripts) => {
    store.setState(next)
    isUnkept = true
    clearTimeout(saving)
    saving = setTimeout(() => void saveInTime(), saveAfterMs)
  }
  const changeScript = (id: string, changes: Partial<NewScript>) => {
    const { scripts, activeId } = store.getState()
    change({
      activeId,
      scripts: scripts.map((script) => {
        if (script.id !== id) return script
        const { changed: former } = script
        const from = former?.tab === tab ? former.from : former && { at: former.at, tab: former.tab }
        return { ...script, ...changes, changed: { at: Date.now(), tab, from } }
      }),
    })
  }
  const insert = (script: OpenScript, index: number) =>
    change({ scripts: store.getState().scripts.toSpliced(index, 0, script), activeId: script.id })
  const activate = (activeId: string) => {
    const { scripts, activeId: former } = store.getState()
    if (activeId !== former && scripts.some(({ id }) => id === activeId)) change({ scripts, activeId })
  }
  page.addEventListener('pagehide', saveOnLeaving)

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    setCode(code) {
      if (code !== activeScript(store.getState()).code) changeScript(store.getState().activeId, { code })
    },
    open(script) {
      const { scripts } = store.getState()
      const present = scripts.find(
        ({ name, code, workflowId }) =>
          name === script.name && code === script.code && workflowId === script.workflowId,
      )
      if (present) activate(present.id)
      else insert(withId(script), scripts.length)
    },
    create() {
      const { scripts } = store.getState()
      insert(untitled(scripts), scripts.length)
    },
    activate,
    rename(id, name) {
      if (name.trim() !== '') changeScript(id, { name: name.trim() })
    },
    close(id) {
      const { scripts, activeId } = store.getState()
      const index = scripts.findIndex((script) => script.id === id)
      const closed = scripts[index]
      if (!closed) return () => {}
      const rest = scripts.toSpliced(index, 1)
      // The neighbour takes the place, as browsers do it.
      const next = rest[Math.min(index, rest.length - 1)] ?? untitled([])
      change({ scripts: rest.length > 0 ? rest : [next], activeId: id === activeId ? next.id : activeId })
      return () => {
        if (store.getState().scripts.every((script) => script.id !== id)) insert(closed, index)
      }
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

export function activeScript({ scripts, activeId }: OpenScripts): OpenScript {
  const active = scripts.find(({ id }) => id === activeId)
  if (!active) throw new Error('The active script is not among those that are open')
  return active
}

const withId = (script: NewScript): OpenScript => ({ ...script, id: newId() })

function only(script: NewScript): OpenScripts {
  const first = withId(script)
  return { scripts: [first], activeId: first.id }
}

/** An empty script under the first name that is free. */
function untitled(others: readonly OpenScript[]): OpenScript {
  const names = new Set(others.map(({ name }) => name))
  let name = 'Untitled'
  for (let number = 2; names.has(name); number += 1) name = `Untitled ${number}`
  return withId({ name, code: '', workflowId: null })
}

/** null where nothing is stored, or nothing that can be read. */
function readScripts(storage: KeyValueStorage): OpenScripts | null {
  try {
    return openScripts.parse(JSON.parse(storage.read(openScriptsKey) ?? ''))
  } catch {
    return null
  }
}
