/** tools.text_to_speech: turns a text into audio that plays in the output. */
import { z } from 'zod'
import { speechSeconds } from '../ai/speechServices.ts'
import { defineTool } from './defineTool.ts'

export const textToSpeech = defineTool({
  name: 'text_to_speech',
  functionName: 'text-to-speech',
  summary: 'Turn text into speech that plays in the output.',
  effect: 'spend',
  timeoutMs: speechSeconds * 1000 + 10_000,
  parameters: z.strictObject({
    text: z.string().trim().min(1).max(4096).describe('The text to speak, at most 4,096 characters.'),
    voice: z
      .string()
      .min(1)
      .max(100)
      .nullable()
      .default(null)
      .describe('A voice of the service. None for the configured one.'),
    audio_format: z
      .enum(['mp3', 'opus', 'wav'])
      .default('mp3')
      .describe("'opus' is a quarter of the size of 'mp3'. 'wav' is not compressed."),
  }),
  result: z.object({
    audio_base64: z.string().describe('The audio as base64, at most 7 MB of bytes.'),
    media_type: z.string().describe("For example 'audio/mpeg'."),
    voice: z.string(),
    model: z.string(),
  }),
  example: 'await tools.text_to_speech("The pool pays at noon.")',
})
