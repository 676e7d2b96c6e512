/** tools.text_to_speech: turns a text into audio with the configured service. */
import { experimental_generateSpeech as generateSpeech } from 'ai'
import { AppError } from '../../../contract/errors.ts'
import { speechVoice, textToSpeechService } from '../../../contract/ai/speechServices.ts'
import { textToSpeech } from '../../../contract/tools/textToSpeech.ts'
import { askSpeechService } from '../_shared/ai/askSpeechService.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { TierFault } from '../_shared/ai/TierFault.ts'
import { serveTool } from '../_shared/serveTool.ts'

/** The base64 form of the audio must fit into the answer of a tool. */
const maxBytes = 7_000_000

export default {
  fetch: serveTool(textToSpeech, async ({ text, voice: wanted, audio_format }, { signal }) => {
    const voice = wanted ?? (readVariable(speechVoice.variable) || speechVoice.voice)
    return askSpeechService(textToSpeechService, signal, async ({ provider, model, signal: until }) => {
      const { audio } = await generateSpeech({
        model: provider.speech(model),
        text,
        voice,
        outputFormat: audio_format,
        maxRetries: 0,
        abortSignal: until,
      })
      // Some services answer errors with status 200 and JSON or text.
      if (!isAudio(audio.uint8Array))
        throw new TierFault('malformed', 'answered with something that is not audio')
      if (audio.uint8Array.byteLength > maxBytes) {
        throw new AppError(
          'response-too-large',
          'The audio is larger than 7 MB. Send less text, or choose opus.',
        )
      }
      return { audio_base64: audio.base64, media_type: mediaTypes[audio_format], voice, model }
    })
  }),
}

const mediaTypes = { mp3: 'audio/mpeg', opus: 'audio/ogg', wav: 'audio/wav' } as const

/** Checks the first bytes (magic numbers) of MP3 with or without ID3, Ogg and WAV. */
function isAudio(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  const start = String.fromCharCode(...bytes.subarray(0, 4))
  return (first === 0xff && (second & 0xe0) === 0xe0) || /^(?:ID3|OggS|RIFF)/.test(start)
}
