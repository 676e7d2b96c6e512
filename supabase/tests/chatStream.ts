/** Reads the answer of a chat as its page would: by the AI SDK's own reader, part after part into one message. */
import { readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai'
import { z } from 'zod'
import { answerMetadata, chatPart, type ChatPart, type ChatRequest } from '../../contract/chat/chat.ts'
import { type AppError, readErrorBody } from '../../contract/errors.ts'

export interface StepAnswer {
  /** Checked by the contract, those of before included. */
  readonly parts: ChatPart[]
  readonly metadata: z.infer<typeof answerMetadata> | undefined
  readonly error: AppError | undefined
}

export async function* readChunks(response: Response): AsyncGenerator<UIMessageChunk> {
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString()
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = event.replace(/^data: /, '')
      if (data !== '[DONE]') yield JSON.parse(data)
    }
  }
}

/** `before`: the parts that the message has already. */
export async function readStep(response: Response, before: readonly ChatPart[] = []): Promise<StepAnswer> {
  if (!response.ok) throw new Error(await response.text())
  let errorText: string | undefined
  const stream = new ReadableStream<UIMessageChunk>({
    async start(controller) {
      for await (const chunk of readChunks(response)) {
        if (chunk.type === 'error') errorText = chunk.errorText
        controller.enqueue(chunk)
      }
      controller.close()
    },
  })
  let message: UIMessage = {
    id: 'a',
    role: 'assistant',
    parts: structuredClone([...before]) as UIMessage['parts'],
  }
  for await (const state of readUIMessageStream({ message, stream, onError: () => undefined }))
    message = state
  return {
    parts: z.array(chatPart).parse(message.parts),
    metadata: message.metadata === undefined ? undefined : answerMetadata.parse(message.metadata),
    error: errorText === undefined ? undefined : readErrorBody(JSON.parse(errorText)),
  }
}

export const says = (text: string): ChatRequest['messages'][number] => ({
  id: '',
  role: 'user',
  parts: [{ type: 'text', text }],
})
export const answered = (parts: ChatPart[]): ChatRequest['messages'][number] => ({
  id: '',
  role: 'assistant',
  parts,
})

/** The parts with what came of their code: each call that waits gets the next of these. */
export function observe(parts: readonly ChatPart[], ...outputs: readonly Partial<Observed>[]): ChatPart[] {
  const left = [...outputs]
  return parts.map((part) => {
    if (part.type !== 'tool-execute_python' || part.state !== 'input-available') return part
    const { toolCallId, input, callProviderMetadata } = part
    const output = { ...nothing, ...left.shift() }
    return { type: part.type, toolCallId, state: 'output-available', input, callProviderMetadata, output }
  })
}

type Observed = Extract<ChatPart, { state: 'output-available' }>['output']
const nothing: Observed = {
  ok: true,
  stdout: '',
  result: null,
  error: null,
  artifacts: [],
  ms: 1,
  execution_id: 'an-execution',
}
