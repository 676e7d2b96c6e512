/**
 * The scripts open in this tab's editor. They survive reloads and crashes. A new tab starts with the scripts
 * that any tab saved last, and takes over unsaved changes of closed tabs.
 */
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import { createScriptSaver } from './createScriptSaver.ts'
import type { NewScript, OpenScripts, ScriptShelf } from './openScripts.ts'
import { scriptEdits } from './scriptEdits.ts'

export interface OpenScriptsStore extends ReadableStore<OpenScripts> {
  /** Replaces the active script's code. */
  readonly setCode: (code: string) => void
  /** Opens a script in a new tab, or activates the tab that holds exactly this script. */
  readonly open: (script: NewScript) => void
  /** Opens an empty script. */
  readonly create: () => void
  readonly activate: (id: string) => void
  /** Renames a script; a blank name is ignored. */
  readonly rename: (id: string, name: string) => void
  /**
   * Closes a script; after the last one, an empty script opens. @returns a function that restores it in its
   * place.
   */
  readonly close: (id: string) => () => void
  /**
   * Saves now, without the debounce, so that even a crash of the browser loses nothing. @returns whether it
   * worked.
   */
  readonly save: () => Promise<boolean>
  readonly dispose: () => void
}

interface OpenScriptsOptions {
  /** The script of a first visit. */
  readonly initial: NewScript
  /** `window`: its `pagehide` is the last chance to save. */
  readonly page: EventTarget
  /** Storage of this tab alone, which survives reloads: tabs cannot overwrite each other. */
  readonly tabStorage?: KeyValueStorage
  /** Storage of all tabs. Browsers write it to disk with a delay of up to 1 minute. */
  readonly sharedStorage?: KeyValueStorage
  /** Opens IndexedDB. If absent, only the two storages are used. */
  readonly openShelf?: () => Promise<ScriptShelf>
  /** Called if a change could not be stored anywhere. It is not called again until a save has worked. */
  readonly onUnsaved?: () => void
}

export function createOpenScripts({
  initial,
  page,
  tabStorage = openStorage(() => sessionStorage),
  sharedStorage = openStorage(() => localStorage),
  openShelf,
  onUnsaved,
}: OpenScriptsOptions): OpenScriptsStore {
  const change = (next: OpenScripts) => {
    if (next === store.getState()) return
    store.setState(next)
    saver.saveSoon()
  }
  const saver = createScriptSaver({
    read: () => store.getState(),
    adopt: change,
    page,
    tabStorage,
    sharedStorage,
    openShelf,
    onUnsaved,
  })
  const store = createStore(saver.stored ?? scriptEdits.begin(initial))
  const mark = () => ({ at: Date.now(), tab: saver.tab() })

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    setCode: (code) => change(scriptEdits.setCode(store.getState(), code, mark())),
    open: (script) => change(scriptEdits.open(store.getState(), script)),
    create: () => change(scriptEdits.create(store.getState())),
    activate: (id) => change(scriptEdits.activate(store.getState(), id)),
    rename: (id, name) => change(scriptEdits.rename(store.getState(), id, name, mark())),
    close(id) {
      const { scripts } = store.getState()
      const index = scripts.findIndex((script) => script.id === id)
      const closed = scripts[index]
      change(scriptEdits.close(store.getState(), id))
      return () => {
        const now = store.getState()
        const isThere = now.scripts.some((script) => script.id === id)
        if (closed !== undefined && !isThere) change(scriptEdits.insert(now, closed, index))
      }
    },
    save: saver.save,
    dispose: saver.dispose,
  }
}
