/** Reads the AI SDK's UI message stream: the text in pieces, and at the end its metadata. */
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { z } from 'zod'
import { AppError, readErrorBody } from '../../contract/errors.ts'
import { aiAttempt } from '../../contract/tools/aiAnswer.ts'
import { aiChat } from '../../contract/tools/aiChat.ts'
import { parseJson } from '../../lib/parseJson.ts'

const { provider, model, usage } = aiChat.result.shape
/** The parts of the stream that matter here. */
const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text-delta'), delta: z.string() }),
  z.object({ type: z.literal('data-attempt'), data: aiAttempt }),
  z.object({ type: z.literal('finish'), messageMetadata: z.object({ provider, model, usage }) }),
  z.object({ type: z.literal('error'), errorText: z.string() }),
])

type Answer = z.output<typeof aiChat.result>

/**
 * @throws the AppError that the stream ends with; `response-too-large` over `maxCharacters` of text; `upstream-failed` if the
 * stream breaks off. Text that `onText` got until then stands.
 */
export async function readTextStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxCharacters: number,
  onText: (text: string) => void,
): Promise<Answer> {
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  const attempts: Answer['attempts'] = []
  let response = ''
  for (const reader = events.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) throw new AppError('upstream-failed', 'The answer broke off. What came until then is kept.')
    const known = part.safeParse(parseJson(value.data))
    if (!known.success) continue
    const { data } = known
    switch (data.type) {
      case 'text-delta':
        response += data.delta
        if (response.length > maxCharacters) {
          await reader.cancel().catch(() => undefined)
          throw new AppError('response-too-large')
        }
        onText(data.delta)
        break
      case 'data-attempt':
        attempts.push(data.data)
        break
      case 'error':
        throw toError(data.errorText)
      case 'finish':
        await reader.cancel().catch(() => undefined)
        return { response, ...data.messageMetadata, complete: true, attempts }
    }
  }
}

function toError(errorText: string): AppError {
  const known = readErrorBody(parseJson(errorText))
  return known === undefined ? new AppError('upstream-failed') : new AppError(known.code, known.message)
}
