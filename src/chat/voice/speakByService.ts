/** Reads text aloud by the speech service that is set up: piece by piece, the next one fetched while one plays. */
import { AppError } from '../../../contract/errors.ts'
import { splitSpeech } from './splitSpeech.ts'

/** About a minute: soon there, and not much is paid for what is stopped. */
const pieceCharacters = 1000

export interface Speech {
  readonly audio_base64: string
  readonly media_type: string
}
/** Rejects with an AppError, and with the signal's reason when aborted. */
export type Say = (text: string, signal: AbortSignal) => Promise<Speech>

/** Rejects as `say` does, and where the browser cannot play what came. */
export async function speakByService(text: string, say: Say, signal: AbortSignal): Promise<void> {
  const [first = '', ...others] = splitSpeech(text, pieceCharacters)
  let coming = say(first, signal)
  for (const next of [...others, null]) {
    // oxlint-disable-next-line no-await-in-loop -- one is heard after the other
    const speech = await coming
    if (next !== null) {
      coming = say(next, signal)
      // It is looked at when its turn has come.
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
