/** Whether the browser's own model is there, how far its download is, and the way to a session with it. */
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { findBrowserModel, type ModelAvailability, modelOptions, type ModelSession } from './browserModel.ts'

export interface BuiltInState {
  /** null until it is known. */
  readonly availability: ModelAvailability | null
  /** From 0 to 1 while it is being downloaded; null otherwise. */
  readonly progress: number | null
}

export interface BuiltInAccess extends ReadableStore<BuiltInState> {
  /** Asks the browser anew. Never rejects. */
  readonly refresh: () => Promise<void>
  /** Has the browser fetch the model, if need be: call it where the person clicked. Rejects as `open`. */
  readonly prepare: () => Promise<void>
  /**
   * A session that was told `instructions`; whoever opens it destroys it. Rejects with the browser's DOMException, the signal's
   * reason when aborted, or `NotSupportedError` where there is no model.
   */
  readonly open: (instructions: string, signal: AbortSignal) => Promise<ModelSession>
}

/** `page` is the window. */
export function createBuiltInAccess(page: object): BuiltInAccess {
  const store = createStore<BuiltInState>({ availability: null, progress: null })

  async function refresh(): Promise<void> {
    const model = findBrowserModel(page)
    const availability = await model?.availability(modelOptions).catch(() => 'unavailable' as const)
    store.setState({ ...store.getState(), availability: availability ?? 'unavailable' })
  }

  async function open(instructions: string, signal: AbortSignal): Promise<ModelSession> {
    const model = findBrowserModel(page)
    if (model === undefined) throw new DOMException('There is no LanguageModel.', 'NotSupportedError')
    try {
      return await model.create({
        ...modelOptions,
        initialPrompts: instructions === '' ? [] : [{ role: 'system', content: instructions }],
        signal,
        monitor: (events) =>
          events.addEventListener('downloadprogress', (event) => {
            const progress = readProgress(event)
            // It is told once for a model that is there already, too.
            if (progress < 1) store.setState({ availability: 'downloading', progress })
          }),
      })
    } finally {
      store.setState({ ...store.getState(), progress: null })
      await refresh()
    }
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    refresh,
    prepare: async () => (await open('', new AbortController().signal)).destroy(),
    open,
  }
}

function readProgress(event: Event): number {
  const loaded = 'loaded' in event && typeof event.loaded === 'number' ? event.loaded : 0
  const total = 'total' in event && typeof event.total === 'number' && event.total > 0 ? event.total : 1
  return Math.min(loaded / total, 1)
}
