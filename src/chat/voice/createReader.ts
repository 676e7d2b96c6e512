/** Reads answers aloud, one at a time: by the speech service where one is set up, else by the browser's voice. */
import { AppError } from '../../../contract/errors.ts'
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import { noVoice, speakByBrowser } from './speakByBrowser.ts'
import { type Say, speakByService } from './speakByService.ts'

export interface ReaderState {
  /** Of the message that is being read. */
  readonly id: string | null
  /** The service was asked, and is not set up as it should be: for as long as the page is open. */
  readonly isServiceUseless: boolean
}

export interface Reader extends ReadableStore<ReaderState> {
  /** Whether the browser can read; it may lack a voice all the same. */
  readonly hasBrowserVoice: boolean
  /**
   * Reads the words of a Markdown text; ends what was being read before. Gives why it could not, in a sentence, or null when it was
   * read or stopped. Never rejects.
   */
  readonly read: (id: string, markdown: string, mayAskService: boolean) => Promise<string | null>
  readonly stop: () => void
}

/** `page` is the window: what is being read ends with it. */
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
