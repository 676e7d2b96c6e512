/** Dictates a message into the composer's field. It never sends. */
import { Mic, Square, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type DictationField, useDictation } from '../../../hooks/useDictation.ts'
import { Button } from '../../ui/button.tsx'

interface MicrophoneProps extends Omit<DictationField, 'mayAskService'> {
  readonly usesBuiltInModel: boolean
}

const titles = {
  browser: 'Uses the browser’s speech recognition, which may send the audio to its maker.',
  recording: 'Records up to 1 minute and sends it to the configured transcription service.',
} as const

/**
 * Renders nothing if neither the browser nor a service can recognise speech.
 * @param props.usesBuiltInModel Keeps audio from the transcription service, because the conversation must
 * stay on this device.
 */
export function Microphone({ usesBuiltInModel, ...place }: MicrophoneProps) {
  // A conversation with the built-in model stays on this device, so its audio does, too.
  const dictation = useDictation({ ...place, mayAskService: !usesBuiltInModel })
  const { phase, way, begunAt, problem, offered, start, finish, leave } = dictation
  const isOn = phase !== 'idle'
  const isRecording = isOn && way === 'recording'
  const toField = () => place.field.current?.focus()
  useEscape(isOn, isRecording ? leave : finish)
  if (offered === null && !isOn) return null
  return (
    <>
      {phase === 'writing' ? null : (
        <Button
          variant="ghost"
          size="icon"
          aria-label={isRecording ? 'Stop recording' : isOn ? 'Stop listening' : 'Dictate a message'}
          title={isOn ? undefined : titles[offered ?? 'browser']}
          onClick={() => {
            if (isOn) finish()
            else start()
            toField()
          }}
        >
          {isOn ? <Square className="text-running" /> : <Mic />}
        </Button>
      )}
      {isRecording && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={phase === 'writing' ? 'Cancel the transcription' : 'Cancel the recording'}
          title="Esc"
          onClick={() => {
            leave()
            toField()
          }}
        >
          <X />
        </Button>
      )}
      {isRecording && begunAt !== null && <Seconds since={begunAt} />}
      <output className="order-last basis-full px-1.5 text-xs text-muted-foreground empty:hidden">
        {phase === 'starting' && 'Waiting for the microphone…'}
        {phase === 'listening' && (isRecording ? 'Recording. Esc discards it.' : 'Listening. Esc ends it.')}
        {phase === 'writing' && 'Transcribing…'}
      </output>
      {problem !== null && (
        <p role="alert" className="order-last basis-full px-1.5 text-xs text-failed">
          {problem}
          {way === 'browser' && offered === 'recording' && ' Or press again to record instead.'}
        </p>
      )}
    </>
  )
}

/** Listens in the capture phase, so that Escape ends the dictation before anything else. */
function useEscape(isOn: boolean, end: () => void) {
  useEffect(() => {
    if (!isOn) return undefined
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      end()
    }
    document.addEventListener('keydown', listen, { capture: true })
    return () => document.removeEventListener('keydown', listen, { capture: true })
  })
}

function Seconds({ since }: { readonly since: number }) {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return (
    <span aria-hidden className="font-mono text-xs text-running tabular-nums">
      {Math.max(0, Math.floor((now - since) / 1000))} s
    </span>
  )
}
