/** Dictation: by the browser's speech recognition, or by recording for the transcription service. */
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import { findRecognition, listenByBrowser } from './listenByBrowser.ts'
import { canRecord, listenByRecording, type Transcribe } from './listenByRecording.ts'

export type HearingWay = 'browser' | 'recording'

export interface DictationState {
  /** `starting`: the browser may be asking for the microphone. `writing`: the service is transcribing. */
  readonly phase: 'idle' | 'starting' | 'listening' | 'writing'
  /** The way in use, or used last. */
  readonly way: HearingWay | null
  /** When the microphone went on, in ms since 1970. */
  readonly begunAt: number | null
  /** Why the last attempt failed, in a sentence. */
  readonly problem: string | null
  /** Ways that cannot work until the page is reloaded. */
  readonly useless: ReadonlySet<HearingWay>
}

export interface Dictation extends ReadableStore<DictationState> {
  /** Chooses a way; null if none is available. A way that failed for good comes last. */
  readonly choose: (mayRecord: boolean) => HearingWay | null
  /** Starts listening and ends any dictation before. `onWords` gets all words so far, repeatedly. */
  readonly start: (way: HearingWay, onWords: (words: string) => void) => void
  /** Turns the microphone off. The words until then still arrive. */
  readonly finish: () => void
  /** Cancels. No more words arrive. */
  readonly leave: () => void
}

/** `page`: the window. */
export function createDictation(page: object, transcribe: Transcribe): Dictation {
  const store = createStore<DictationState>({
    phase: 'idle',
    way: null,
    begunAt: null,
    problem: null,
    useless: new Set(),
  })
  const change = (next: Partial<DictationState>) => store.setState({ ...store.getState(), ...next })
  let current: { readonly finish: AbortController; readonly leave: AbortController } | null = null

  const leave = () => {
    current?.leave.abort()
    current = null
    change({ phase: 'idle', begunAt: null, problem: null })
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    choose(mayRecord) {
      const ways: HearingWay[] = []
      if (findRecognition(page)) ways.push('browser')
      if (mayRecord && canRecord()) ways.push('recording')
      const { useless } = store.getState()
      return ways.find((way) => !useless.has(way)) ?? ways[0] ?? null
    },
    start(way, onWords) {
      leave()
      const own = { finish: new AbortController(), leave: new AbortController() }
      current = own
      const ifCurrent = (change: () => void) => {
        if (current === own) change()
      }
      const options = {
        finish: own.finish.signal,
        leave: own.leave.signal,
        onBegin: () => ifCurrent(() => change({ phase: 'listening', begunAt: Date.now() })),
        onRecorded: () => ifCurrent(() => change({ phase: 'writing', begunAt: null })),
        onWords: (words: string) => ifCurrent(() => onWords(words)),
        transcribe,
      }
      change({ phase: 'starting', way })
      const RecognitionHere = findRecognition(page)
      const listening =
        way === 'browser' && RecognitionHere
          ? listenByBrowser(RecognitionHere, options)
          : listenByRecording(options)
      void listening.then((end) =>
        ifCurrent(() => {
          current = null
          const { useless } = store.getState()
          change({
            phase: 'idle',
            begunAt: null,
            problem: end.ok ? null : end.problem,
            useless: end.ok || !end.isUseless ? useless : new Set([...useless, way]),
          })
        }),
      )
    },
    finish: () => current?.finish.abort(),
    leave,
  }
}
