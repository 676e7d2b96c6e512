/** The scripts in this tab's editor. They outlive reload and crash; a new tab begins with what was saved last in any tab. */
import { v4 as newId } from 'uuid'
import * as z from 'zod/mini'
import { createStore, type ReadableStore } from '../lib/createStore.ts'
import { openStorage, type KeyValueStorage } from '../lib/openStorage.ts'

const newScript = z.object({
  name: z.string(),
  code: z.string(),
  /** The example or workflow it came from. */
  workflowId: z.nullable(z.string()),
})
const openScript = z.extend(newScript, { id: z.uuid() })
const openScripts = z
  .object({ scripts: z.array(openScript).check(z.minLength(1)), activeId: z.string() })
  .check(z.refine(({ scripts, activeId }) => scripts.some(({ id }) => id === activeId)))

export type NewScript = Readonly<z.infer<typeof newScript>>
export type OpenScript = Readonly<z.infer<typeof openScript>>
export interface OpenScripts {
  /** At least one, in the order of their tabs. */
  readonly scripts: readonly OpenScript[]
  readonly activeId: string
}

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
  /** Stores what is open now rather than in a moment; whether that worked. */
  readonly save: () => boolean
  readonly dispose: () => void
}

interface OpenScriptsOptions {
  /** What a first visit begins with. */
  readonly initial: NewScript
  /** `window`: going away is the last occasion to save. */
  readonly page: EventTarget
  /** Of this tab alone, and kept over a reload: tabs cannot overwrite each other. */
  readonly tabStorage?: KeyValueStorage
  /** Of all tabs. */
  readonly sharedStorage?: KeyValueStorage
}

/** Where what is open is stored, as JSON. */
export const openScriptsKey = 'eliza.scripts'
const saveAfterMs = 300

export function createOpenScripts({
  initial,
  page,
  tabStorage = openStorage(() => sessionStorage),
  sharedStorage = openStorage(() => localStorage),
}: OpenScriptsOptions): OpenScriptsStore {
  const store = createStore(readScripts(tabStorage) ?? readScripts(sharedStorage) ?? only(initial))
  let saving: ReturnType<typeof setTimeout> | undefined

  const save = () => {
    clearTimeout(saving)
    saving = undefined
    const json = JSON.stringify(store.getState())
    const isKept = tabStorage.write(openScriptsKey, json)
    return sharedStorage.write(openScriptsKey, json) && isKept
  }
  const saveChanges = () => {
    if (saving !== undefined) save()
  }
  const change = (next: OpenScripts) => {
    store.setState(next)
    clearTimeout(saving)
    saving = setTimeout(save, saveAfterMs)
  }
  const changeScript = (id: string, changes: Partial<NewScript>) => {
    const { scripts, activeId } = store.getState()
    change({
      activeId,
      scripts: scripts.map((script) => (script.id === id ? { ...script, ...changes } : script)),
    })
  }
  const insert = (script: OpenScript, index: number) =>
    change({ scripts: store.getState().scripts.toSpliced(index, 0, script), activeId: script.id })
  const activate = (activeId: string) => {
    const { scripts, activeId: former } = store.getState()
    if (activeId !== former && scripts.some(({ id }) => id === activeId)) change({ scripts, activeId })
  }
  page.addEventListener('pagehide', saveChanges)

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
      saveChanges()
      page.removeEventListener('pagehide', saveChanges)
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
