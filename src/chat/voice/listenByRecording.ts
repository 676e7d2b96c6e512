/** Dictation by recording: the transcription service gets the whole recording. */
import { AppError } from '../../../contract/errors.ts'
import { speechToText } from '../../../contract/tools/speechToText.ts'
import {
  type ListenEnd,
  type ListenOptions,
  microphoneMissing,
  microphoneRefused,
  nothingHeard,
  problemOf,
} from './listenByBrowser.ts'

const recordingSeconds = 60
/** Enough for speech. One minute is half of the service's limit. */
const bitsPerSecond = 48_000

/** @throws an AppError, or the signal's reason if aborted. */
export type Transcribe = (audioBase64: string, signal: AbortSignal) => Promise<string>

interface RecordOptions extends ListenOptions {
  readonly transcribe: Transcribe
  /** The microphone is off again. */
  readonly onRecorded: () => void
}

/** Whether pages may record: not in old browsers, nor on plain http. */
export const canRecord = (): boolean =>
  typeof MediaRecorder === 'function' && Reflect.get(navigator, 'mediaDevices') !== undefined

/** Records up to 60 s and has it transcribed. Never rejects. */
export async function listenByRecording(options: RecordOptions): Promise<ListenEnd> {
  const { leave, onRecorded, onWords, transcribe } = options
  try {
    const audio = await record(options)
    if (leave.aborted) return { ok: true }
    onRecorded()
    const base64 = await toBase64(audio)
    if (base64 === '') return nothingHeard
    const most = speechToText.parameters.shape.audio_base64.maxLength ?? Infinity
    if (base64.length > most) return problemOf('This was too long for the service. Say it in parts.')
    const words = (await transcribe(base64, leave)).trim()
    if (words === '') return nothingHeard
    onWords(words)
    return { ok: true }
  } catch (error) {
    return leave.aborted ? { ok: true } : describe(error)
  }
}

async function record({ finish, leave, onBegin }: RecordOptions): Promise<Blob> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  try {
    const end = AbortSignal.any([finish, leave])
    // Stopped before the microphone was on: nothing was said.
    if (end.aborted) return new Blob()
    const recorder = new MediaRecorder(stream, { audioBitsPerSecond: bitsPerSecond })
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    const ended = new Promise<void>((resolve, reject) => {
      recorder.addEventListener('stop', () => resolve())
      recorder.addEventListener('error', () => reject(new DOMException('', 'NotReadableError')))
    })
    recorder.start()
    onBegin()
    const stop = () => {
      if (recorder.state !== 'inactive') recorder.stop()
    }
    end.addEventListener('abort', stop)
    const timer = setTimeout(stop, recordingSeconds * 1000)
    await ended.finally(() => clearTimeout(timer))
    return new Blob(parts)
  } finally {
    // The browser shows its recording indicator until every track is stopped.
    for (const track of stream.getTracks()) track.stop()
  }
}

function toBase64(audio: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      const { result } = reader
      resolve(typeof result === 'string' ? (result.split(',')[1] ?? '') : '')
    })
    reader.addEventListener('error', () => reject(new DOMException('', 'NotReadableError')))
    reader.readAsDataURL(audio)
  })
}

function describe(error: unknown): ListenEnd {
  if (error instanceof AppError) return problemOf(error.message, error.code === 'not-configured')
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return problemOf(microphoneRefused)
  return problemOf(microphoneMissing)
}
