/** The two speech services: their environment variables and defaults. Both speak OpenAI's audio API. */

export interface SpeechService {
  /** The label at the start of a sentence. */
  readonly label: string
  /** Names of the environment variables. */
  readonly variables: { readonly key: string; readonly model: string; readonly baseUrl: string }
  readonly model: string
}

/** If no address is set: OpenAI's endpoint, with OpenAI's key. */
export const speechDefaults = {
  baseUrl: 'https://api.openai.com/v1',
  variables: { key: 'OPENAI_API_KEY', baseUrl: 'OPENAI_BASE_URL' },
} as const

/**
 * OpenAI retires this model on 2027-01-06 without a successor for this API. Other services offer theirs by
 * the same API.
 */
export const textToSpeechService: SpeechService = {
  label: 'The speech service',
  variables: { key: 'SPEECH_API_KEY', model: 'SPEECH_MODEL', baseUrl: 'SPEECH_BASE_URL' },
  model: 'gpt-4o-mini-tts',
}
/** The default voice. Each service has its own names of voices. */
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

/** Timeout of a service in seconds; the page waits a little longer. */
export const speechSeconds = 60
