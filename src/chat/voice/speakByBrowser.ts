/** Reads text aloud by a voice of the browser. */
import { splitSpeech } from './splitSpeech.ts'

/** Voices that come over the network fall silent in long texts. */
const pieceCharacters = 200
/** Browsers tell their voices some time after they were asked first. */
const patienceMs = 2000

export const noVoice = 'This browser has no voice to read with. Install one in the system’s settings.'

/** Gives why it could not be read, in a sentence; null when it was read or stopped. Never rejects. */
export async function speakByBrowser(text: string, signal: AbortSignal): Promise<string | null> {
  if (!(await hasVoices())) return noVoice
  const silence = () => speechSynthesis.cancel()
  signal.addEventListener('abort', silence)
  try {
    for (const piece of splitSpeech(text, pieceCharacters)) {
      if (signal.aborted) return null
      // Each waits for the one before: a queue of many could not be stopped in every browser.
      // oxlint-disable-next-line no-await-in-loop
      if (!(await speak(piece, signal))) return 'The browser’s voice failed. Try again.'
    }
    return null
  } finally {
    signal.removeEventListener('abort', silence)
  }
}

function speak(piece: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(piece)
    utterance.lang = navigator.language
    utterance.addEventListener('end', () => resolve(true))
    utterance.addEventListener('error', () => resolve(signal.aborted))
    signal.addEventListener('abort', () => resolve(true))
    speechSynthesis.speak(utterance)
  })
}

function hasVoices(): Promise<boolean> {
  if (speechSynthesis.getVoices().length > 0) return Promise.resolve(true)
  return new Promise((resolve) => {
    const look = () => resolve(speechSynthesis.getVoices().length > 0)
    speechSynthesis.addEventListener('voiceschanged', look, { once: true })
    setTimeout(look, patienceMs)
  })
}
