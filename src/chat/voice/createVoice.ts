/** Voice of a chat: dictation and reading aloud, by the browser or by the configured speech services. */
import type { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { speechToText } from '../../../contract/tools/speechToText.ts'
import { textToSpeech } from '../../../contract/tools/textToSpeech.ts'
import type { CallFunction } from '../../../run/tools/CallFunction.ts'
import { createDictation, type Dictation } from './createDictation.ts'
import { createReader, type Reader } from './createReader.ts'

export interface Voice {
  readonly dictation: Dictation
  readonly reader: Reader
}

/** Create one per page: microphone and speaker are shared. */
export function createVoice(page: EventTarget, callFunction: CallFunction): Voice {
  return {
    dictation: createDictation(page, async (audioBase64, signal) => {
      const request = speechToText.toRequest({ audio_base64: audioBase64 })
      const answer = await callFunction(request, { signal, timeoutMs: speechToText.timeoutMs })
      return check(speechToText.result, answer).text
    }),
    reader: createReader(page, async (text, signal) => {
      const request = textToSpeech.toRequest(textToSpeech.parameters.parse({ text }))
      const answer = await callFunction(request, { signal, timeoutMs: textToSpeech.timeoutMs })
      return check(textToSpeech.result, answer)
    }),
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('response-malformed')
}
