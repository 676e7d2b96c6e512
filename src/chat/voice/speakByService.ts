/** Reads text aloud with the speech service, piece by piece; the next piece is fetched while one plays. */
import { AppError } from '../../../contract/errors.ts'
import { splitSpeech } from './splitSpeech.ts'

/** About a minute of speech: it arrives soon, and stopping wastes little money. */
const pieceCharacters = 1000

export interface Speech {
  readonly audio_base64: string
  readonly media_type: string
}
/** @throws an AppError, or the signal's reason if aborted. */
export type Say = (text: string, signal: AbortSignal) => Promise<Speech>

/** Reads text aloud. @throws as `say` does, or if the browser cannot play the audio. */
export async function speakByService(text: string, say: Say, signal: AbortSignal): Promise<void> {
  const [first = '', ...others] = splitSpeech(text, pieceCharacters)
  let coming = say(first, signal)
  for (const next of [...others, null]) {
    // oxlint-disable-next-line no-await-in-loop -- one is heard after the other
    const speech = await coming
    if (next !== null) {
      coming = say(next, signal)
      // The error is handled when the piece is played.
      coming.catch(() => undefined)
    }
    // oxlint-disable-next-line no-await-in-loop
    await play(speech, signal)
  }
}

const unplayable = 'The speech service sent audio that this browser cannot play.'
const refused = 'The browser did not allow the audio to play. Press again.'

function play({ audio_base64, media_type }: Speech, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    if (!/^audio\/[\w.+-]+$/.test(media_type)) throw new AppError('response-malformed', unplayable)
    const audio = new Audio(`data:${media_type};base64,${audio_base64}`)
    signal.addEventListener('abort', () => {
      audio.pause()
      reject(signal.reason)
    })
    audio.addEventListener('ended', () => resolve())
    const fail = (error: unknown) => {
      const isRefused = error instanceof DOMException && error.name === 'NotAllowedError'
      reject(new AppError('response-malformed', isRefused ? refused : unplayable))
    }
    audio.addEventListener('error', fail)
    audio.play().catch(fail)
  })
}
