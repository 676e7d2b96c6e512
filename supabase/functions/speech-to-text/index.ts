/** tools.speech_to_text: transcribes audio with the configured service. */
import { experimental_transcribe as transcribe } from 'ai'
import { speechToTextService } from '../../../contract/ai/speechServices.ts'
import { speechToText } from '../../../contract/tools/speechToText.ts'
import { askSpeechService } from '../_shared/ai/askSpeechService.ts'
import { serveTool } from '../_shared/serveTool.ts'

export default {
  fetch: serveTool(speechToText, async ({ audio_base64 }, { signal }) =>
    askSpeechService(speechToTextService, signal, async ({ provider, model, signal: until }) => {
      const { text, language, durationInSeconds } = await transcribe({
        model: provider.transcription(model),
        audio: audio_base64,
        maxRetries: 0,
        abortSignal: until,
      })
      return { text, language: language ?? null, duration_seconds: durationInSeconds ?? null, model }
    }),
  ),
}
