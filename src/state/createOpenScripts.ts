/**
 * The scripts in this tab's editor. They outlive reload and crash. A new tab begins with what was saved last in any tab, and gets
 * what tabs that are gone changed.
 */
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import { createScriptSaver } from './createScriptSaver.ts'
import type { NewScript, OpenScripts, ScriptShelf } from './openScripts.ts'
import { scriptEdits } from './scriptEdits.ts'

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
