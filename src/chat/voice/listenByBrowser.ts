/** Dictation by the browser's speech recognition: https://webaudio.github.io/web-speech-api/ */

interface Recognition extends EventTarget {
  continuous: boolean
  interimResults: boolean
  lang: string
  start(): void
  stop(): void
  abort(): void
}
type RecognitionClass = new () => Recognition

export interface ListenOptions {
  /** Stops listening. The words until then still arrive. */
  readonly finish: AbortSignal
  /** Cancels. No more words arrive. */
  readonly leave: AbortSignal
  /** The microphone is on. */
  readonly onBegin: () => void
  /** Gets all words so far. The last ones may change until listening ends. */
  readonly onWords: (words: string) => void
}

export type ListenEnd =
  | { readonly ok: true }
  /** `problem` is a sentence for people. `isUseless`: this way will not work later either. */
  | { readonly ok: false; readonly problem: string; readonly isUseless: boolean }

export const problemOf = (problem: string, isUseless = false): ListenEnd => ({
  ok: false,
  problem,
  isUseless,
})

/** Finds the speech recognition class; undefined if the browser has none. `page`: the window. */
export function findRecognition(page: object): RecognitionClass | undefined {
  for (const name of ['SpeechRecognition', 'webkitSpeechRecognition']) {
    const found: unknown = Reflect.get(page, name)
    if (isRecognition(found)) return found
  }
  return undefined
}

const isRecognition = (value: unknown): value is RecognitionClass => typeof value === 'function'

/** Never rejects. */
export function listenByBrowser(
  RecognitionHere: RecognitionClass,
  { finish, leave, onBegin, onWords }: ListenOptions,
): Promise<ListenEnd> {
  return new Promise((resolve) => {
    const recognition = new RecognitionHere()
    recognition.continuous = true
    recognition.interimResults = true
    recognition.lang = navigator.language
    let hasHeard = false
    let end: ListenEnd = { ok: true }
    recognition.addEventListener('start', onBegin)
    recognition.addEventListener('result', (event) => {
      const words = readWords(event)
      hasHeard ||= words !== ''
      onWords(words)
    })
    recognition.addEventListener('error', (event) => {
      const reason: unknown = Reflect.get(event, 'error')
      if (reason !== 'aborted') end = describe(String(reason), hasHeard)
    })
    recognition.addEventListener('end', () => {
      resolve(end.ok && !hasHeard && !leave.aborted && !finish.aborted ? nothingHeard : end)
    })
    finish.addEventListener('abort', () => recognition.stop())
    leave.addEventListener('abort', () => {
      recognition.abort()
      resolve({ ok: true })
    })
    try {
      recognition.start()
    } catch {
      resolve(unreachable)
    }
  })
}

function readWords(event: Event): string {
  const results: unknown = Reflect.get(event, 'results')
  if (typeof results !== 'object' || results === null) return ''
  return Array.from(results as SpeechRecognitionResultList, (result) => result[0]?.transcript.trim() ?? '')
    .filter(Boolean)
    .join(' ')
}

export const microphoneRefused =
  'The browser may not use the microphone here. Allow it at the address bar, then press again.'
export const microphoneMissing =
  'There is no microphone that can be used. Connect one, or close what else uses it, then press again.'
export const nothingHeard = problemOf('Nothing was heard. Check the microphone, then press again and speak.')
const unreachable = problemOf(
  'The browser’s speech recognition does not answer. Check the connection, or type the message.',
  true,
)

function describe(reason: string, hasHeard: boolean): ListenEnd {
  switch (reason) {
    case 'not-allowed':
      return problemOf(microphoneRefused)
    case 'audio-capture':
      return problemOf(microphoneMissing)
    case 'no-speech':
      return hasHeard ? { ok: true } : nothingHeard
    case 'language-not-supported':
      return problemOf(
        'The browser’s speech recognition does not know your language. Type the message.',
        true,
      )
    default:
      return unreachable
  }
}
