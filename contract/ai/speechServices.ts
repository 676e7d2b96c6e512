/** The two speech services: which variables set them, and what holds where they say nothing. Both speak OpenAI's audio API. */

export interface SpeechService {
  /** For people, at the start of a sentence. */
  readonly label: string
  /** What the environment sets: names of variables. */
  readonly variables: { readonly key: string; readonly model: string; readonly baseUrl: string }
  readonly model: string
}

/** Where no address is named: OpenAI's, with OpenAI's key. */
export const speechDefaults = {
  baseUrl: 'https://api.openai.com/v1',
  variables: { key: 'OPENAI_API_KEY', baseUrl: 'OPENAI_BASE_URL' },
} as const

/** Retired by OpenAI on 2027-01-06, without a successor that this API can ask; others offer theirs by the same API. */
export const textToSpeechService: SpeechService = {
  label: 'The speech service',
  variables: { key: 'SPEECH_API_KEY', model: 'SPEECH_MODEL', baseUrl: 'SPEECH_BASE_URL' },
  model: 'gpt-4o-mini-tts',
}
/** The voice where a script names none; each service has its own names. */
export const speechVoice = { variable: 'SPEECH_VOICE', voice: 'alloy' } as const

export const speechToTextService: SpeechService = {
  label: 'The transcription service',
  variables: {
    key: 'TRANSCRIPTION_API_KEY',
    model: 'TRANSCRIPTION_MODEL',
    baseUrl: 'TRANSCRIPTION_BASE_URL',
  },
  model: 'gpt-transcribe',
}

/** How long a service may take, in seconds; the page waits a little longer. */
export const speechSeconds = 60
