/** The script in this tab's editor. It outlives a reload; a new tab begins with what was saved last in any tab. */
import { z } from 'zod'
import { createStore, type ReadableStore } from '../lib/createStore.ts'
import { openStorage, type KeyValueStorage } from '../lib/openStorage.ts'

const openScript = z.object({
  name: z.string(),
  code: z.string(),
  /** The example or workflow it came from. */
  workflowId: z.string().nullable(),
})
export type OpenScript = Readonly<z.infer<typeof openScript>>

export interface OpenScriptStore extends ReadableStore<OpenScript> {
  readonly setCode: (code: string) => void
  /** Replaces the script in the editor. */
  readonly open: (script: OpenScript) => void
  readonly dispose: () => void
}

interface OpenScriptOptions {
  /** What a first visit begins with. */
  readonly initial: OpenScript
  /** `window`: going away is the last occasion to save. */
  readonly page: EventTarget
  /** Of this tab alone, and kept over a reload: tabs cannot overwrite each other. */
  readonly tabStorage?: KeyValueStorage
  /** Of all tabs. */
  readonly sharedStorage?: KeyValueStorage
}

const key = 'eliza.script'
const saveAfterMs = 300

export function createOpenScript({
  initial,
  page,
  tabStorage = openStorage(() => sessionStorage),
  sharedStorage = openStorage(() => localStorage),
}: OpenScriptOptions): OpenScriptStore {
  const store = createStore(readScript(tabStorage) ?? readScript(sharedStorage) ?? initial)
  let saving: ReturnType<typeof setTimeout> | undefined

  const save = () => {
    if (saving === undefined) return
    clearTimeout(saving)
    saving = undefined
    const json = JSON.stringify(store.getState())
    tabStorage.write(key, json)
    sharedStorage.write(key, json)
  }
  const change = (next: OpenScript) => {
    store.setState(next)
    clearTimeout(saving)
    saving = setTimeout(save, saveAfterMs)
  }
  page.addEventListener('pagehide', save)

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    setCode(code) {
      if (code !== store.getState().code) change({ ...store.getState(), code })
    },
    open: change,
    dispose() {
      save()
      page.removeEventListener('pagehide', save)
    },
  }
}

/** null where nothing is stored, or nothing that can be read. */
function readScript(storage: KeyValueStorage): OpenScript | null {
  try {
    return openScript.parse(JSON.parse(storage.read(key) ?? ''))
  } catch {
    return null
  }
}
