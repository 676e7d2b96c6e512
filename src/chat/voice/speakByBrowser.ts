/** Reads text aloud with the browser's speech synthesis. */
import { splitSpeech } from './splitSpeech.ts'

/** Network voices fall silent in long texts. */
const pieceCharacters = 200
/** Browsers load their list of voices after the first request for it. */
const patienceMs = 2000

export const noVoice = 'This browser has no voice to read with. Install one in the system’s settings.'

/**
 * Reads text aloud. Never rejects. @returns why it failed, as a sentence; null when it was read or stopped.
 */
export async function speakByBrowser(text: string, signal: AbortSignal): Promise<string | null> {
  if (!(await hasVoices())) return noVoice
  const silence = () => speechSynthesis.cancel()
  signal.addEventListener('abort', silence)
  try {
    for (const piece of splitSpeech(text, pieceCharacters)) {
      if (signal.aborted) return null
      // Sequential on purpose: not every browser can cancel a queue of many pieces.
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
