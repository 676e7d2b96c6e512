/** Plays what a browser has outside of itself to hear and speak: microphone, speech recognition and voices. Runs in the page, before the app. */

interface VoiceTwinOptions {
  readonly hasRecognition: boolean
  readonly microphone: 'there' | 'refused' | 'none'
  /** The content of a recording, as base64. */
  readonly recording: string
}

/** In the page it is `voiceTwin`, by which a journey speaks and listens. */
export function installVoiceTwin({ hasRecognition, microphone, recording }: VoiceTwinOptions): void {
  const place = globalThis
  const later = (target: EventTarget, event: Event) => void setTimeout(() => target.dispatchEvent(event))
  const twin = {
    /** Texts that the voice was given. */
    spoken: [] as string[],
    /** The beginnings of the addresses of what was played to its end. */
    played: [] as string[],
    tracksStopped: 0,
    /** Whether a voice ends by itself. */
    isPatient: false,
    recognition: new EventTarget(),
    hear(...words: string[]) {
      const results = words.map((transcript) => [{ transcript }])
      twin.recognition.dispatchEvent(Object.assign(new Event('result'), { results }))
    },
    fail(error: string) {
      twin.recognition.dispatchEvent(Object.assign(new Event('error'), { error }))
      twin.recognition.dispatchEvent(new Event('end'))
    },
  }

  function Recognition() {
    const self = new EventTarget()
    twin.recognition = self
    const end = () => later(self, new Event('end'))
    return Object.assign(self, { start: () => later(self, new Event('start')), stop: end, abort: end })
  }

  function Recorder() {
    const self = Object.assign(new EventTarget(), { state: 'inactive', start: () => {}, stop: () => {} })
    self.start = () => void (self.state = 'recording')
    self.stop = () => {
      self.state = 'inactive'
      const bytes = Uint8Array.from(atob(recording), (character) => character.charCodeAt(0))
      later(self, Object.assign(new Event('dataavailable'), { data: new Blob([bytes]) }))
      later(self, new Event('stop'))
    }
    return self
  }

  const voices = Object.assign(new EventTarget(), {
    getVoices: () => [{ name: 'Twin' }],
    speak(utterance: SpeechSynthesisUtterance) {
      twin.spoken.push(utterance.text)
      if (!twin.isPatient) later(utterance, new Event('end'))
    },
    cancel: () => void twin.spoken.push('(silence)'),
  })
  const getUserMedia = async () => {
    if (microphone === 'refused') throw new DOMException('', 'NotAllowedError')
    return { getTracks: () => [{ stop: () => void twin.tracksStopped++ }] }
  }
  const RealAudio = place.Audio
  function PlayedAudio(source: string) {
    const audio = new RealAudio(source)
    audio.addEventListener('ended', () => twin.played.push(source.slice(0, 22)))
    return audio
  }
  const given = {
    voiceTwin: twin,
    webkitSpeechRecognition: hasRecognition ? Recognition : undefined,
    SpeechRecognition: undefined,
    MediaRecorder: microphone === 'none' ? undefined : Recorder,
    speechSynthesis: voices,
    Audio: PlayedAudio,
  }
  for (const [name, value] of Object.entries(given)) {
    Object.defineProperty(place, name, { value, configurable: true, writable: true })
  }
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: getUserMedia })
}
