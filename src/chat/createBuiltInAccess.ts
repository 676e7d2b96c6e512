/** Access to the browser's built-in model: availability, download progress and sessions. */
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { findBrowserModel, type ModelAvailability, modelOptions, type ModelSession } from './browserModel.ts'

export interface BuiltInState {
  /** null until known. */
  readonly availability: ModelAvailability | null
  /** Download progress, 0 to 1; null if no download runs. */
  readonly progress: number | null
}

export interface BuiltInAccess extends ReadableStore<BuiltInState> {
  /** Asks the browser for the availability again. Never rejects. */
  readonly refresh: () => Promise<void>
  /**
   * Downloads the model if needed. Call it in a click handler: browsers require one. @throws as `open` does.
   */
  readonly prepare: () => Promise<void>
  /**
   * Opens a session with `instructions`; the caller destroys it.
   * @throws the browser's DOMException, the signal's reason if aborted, or `NotSupportedError` if there is no
   * model.
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
            // Browsers send one event even if the model is there already.
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
