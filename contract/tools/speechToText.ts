/** tools.speech_to_text: transcribes audio. */
import { z } from 'zod'
import { speechSeconds } from '../ai/speechServices.ts'
import { defineTool } from './defineTool.ts'

export const speechToText = defineTool({
  name: 'speech_to_text',
  functionName: 'speech-to-text',
  summary: 'Transcribe speech in audio to text.',
  effect: 'spend',
  timeoutMs: speechSeconds * 1000 + 10_000,
  parameters: z.strictObject({
    audio_base64: z
      .base64()
      .min(4)
      .max(999_000)
      .describe('WAV, MP3, Ogg, FLAC, WebM or MP4 audio as base64, at most 740 KB of bytes.'),
  }),
  result: z.object({
    text: z.string(),
    language: z.string().nullable().describe('None if the service does not report it.'),
    duration_seconds: z.number().nullable().describe('None if the service does not report it.'),
    model: z.string(),
  }),
  example:
    'speech = await tools.text_to_speech("Hello")\n(await tools.speech_to_text(speech["audio_base64"]))["text"]',
})
