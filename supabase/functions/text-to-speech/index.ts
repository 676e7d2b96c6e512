/** tools.text_to_speech: a text as audio, by the speech service that is set up. */
import { experimental_generateSpeech as generateSpeech } from 'ai'
import { AppError } from '../../../contract/errors.ts'
import { speechVoice, textToSpeechService } from '../../../contract/ai/speechServices.ts'
import { textToSpeech } from '../../../contract/tools/textToSpeech.ts'
import { askSpeechService } from '../_shared/ai/askSpeechService.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { TierFault } from '../_shared/ai/TierFault.ts'
import { serveTool } from '../_shared/serveTool.ts'

/** In base64 it must fit into the answer of a tool. */
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
      // A service that answers with JSON or text would else be taken for audio.
      if (!isAudio(audio.uint8Array))
        throw new TierFault('malformed', 'answered with something that is no audio')
      if (audio.uint8Array.byteLength > maxBytes) {
        throw new AppError('response-too-large', 'The audio is larger than 7 MB. Say less, or choose opus.')
      }
      return { audio_base64: audio.base64, media_type: mediaTypes[audio_format], voice, model }
    })
  }),
}

const mediaTypes = { mp3: 'audio/mpeg', opus: 'audio/ogg', wav: 'audio/wav' } as const

/** By the first bytes of MP3 (bare or with ID3), Ogg and WAV. */
function isAudio(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  const start = String.fromCharCode(...bytes.subarray(0, 4))
  return (first === 0xff && (second & 0xe0) === 0xe0) || /^(?:ID3|OggS|RIFF)/.test(start)
}
