/**
 * Reads answers aloud, one at a time: by the speech service if configured, or else by the browser's voice.
 */
import { AppError } from '../../../contract/errors.ts'
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import { noVoice, speakByBrowser } from './speakByBrowser.ts'
import { type Say, speakByService } from './speakByService.ts'

export interface ReaderState {
  /** Id of the message that is being read. */
  readonly id: string | null
  /** Whether the service turned out to be misconfigured. Stays until the page is reloaded. */
  readonly isServiceUseless: boolean
}

export interface Reader extends ReadableStore<ReaderState> {
  /** Whether the browser has speech synthesis. It may still lack a voice. */
  readonly hasBrowserVoice: boolean
  /**
   * Reads a Markdown text aloud and ends any reading before. Never rejects.
   * @returns why it failed, as a sentence; null when it was read or stopped.
   */
  readonly read: (id: string, markdown: string, mayAskService: boolean) => Promise<string | null>
  readonly stop: () => void
}

/** `page`: the window. Reading ends with it. */
export function createReader(page: EventTarget, say: Say): Reader {
  const store = createStore<ReaderState>({ id: null, isServiceUseless: false })
  const hasBrowserVoice = 'speechSynthesis' in page
  let current = new AbortController()
  const stop = () => {
    current.abort()
    store.setState({ ...store.getState(), id: null })
  }
  page.addEventListener('pagehide', stop)

  async function speak(
    markdown: string,
    mayAskService: boolean,
    signal: AbortSignal,
  ): Promise<string | null> {
    const { toSpokenText } = await import('./toSpokenText.ts')
    const text = toSpokenText(markdown)
    if (signal.aborted) return null
    if (text === '') return 'There are no words to read in this answer.'
    if (mayAskService && !store.getState().isServiceUseless) {
      try {
        await speakByService(text, say, signal)
        return null
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'not-configured') throw error
        store.setState({ ...store.getState(), isServiceUseless: true })
        if (!hasBrowserVoice) throw error
      }
    }
    return hasBrowserVoice ? speakByBrowser(text, signal) : noVoice
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    hasBrowserVoice,
    stop,
    async read(id, markdown, mayAskService) {
      stop()
      const own = new AbortController()
      current = own
      store.setState({ ...store.getState(), id })
      try {
        return await speak(markdown, mayAskService, own.signal)
      } catch (error) {
        if (own.signal.aborted) return null
        return error instanceof AppError ? error.message : 'This could not be read aloud. Try again.'
      } finally {
        if (current === own) store.setState({ ...store.getState(), id: null })
      }
    },
  }
}
