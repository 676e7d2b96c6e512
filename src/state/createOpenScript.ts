/** The script in this tab's editor. */
import type { ReadableStore } from '../lib/createStore.ts'

export interface OpenScript {
  readonly name: string
  readonly code: string
  /** The example or workflow it came from. */
  readonly workflowId: string | null
}

export interface OpenScriptStore extends ReadableStore<OpenScript> {
  readonly setCode: (code: string) => void
  readonly open: (script: OpenScript) => void
}
