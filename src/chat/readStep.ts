/** Reads one step of an answer: folds the model's stream into the message's parts. */
import { readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai'
import { v4 as newId } from 'uuid'
import { z } from 'zod'
import { chatLimits, chatPart, type ChatPart } from '../../contract/chat/chat.ts'
import { isPythonPart } from '../../contract/chat/chatLoop.ts'
import { AppError, readErrorBody } from '../../contract/errors.ts'

/** Throttle: models send faster than a page can be drawn. */
const tellEveryMs = 50

interface Step {
  /** The message's earlier parts, then this step's. */
  readonly parts: readonly ChatPart[]
  readonly metadata: unknown
  /** Why the stream ended early; null if it ended well. */
  readonly fault: AppError | null
}

/**
 * Reads the stream to its end and throttles `onParts` to once per 50 ms. Parts unknown to the contract are
 * dropped.
 * @throws an error before the first chunk. Later errors become the step's `fault`.
 */
export async function readStep(
  chunks: AsyncIterable<UIMessageChunk>,
  message: { readonly id: string; readonly parts: readonly ChatPart[] },
  onParts: (parts: readonly ChatPart[]) => void,
): Promise<Step> {
  let fault: AppError | null = null
  const withOwnId = createOwnIds(message.parts)
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  async function* withoutFaults(): AsyncGenerator<UIMessageChunk> {
    try {
      for (let next = first; next.done !== true; next = await iterator.next()) {
        if (next.value.type === 'error') fault = readFault(next.value.errorText)
        else if (isKnown(next.value)) yield withOwnId(next.value)
      }
    } catch (error) {
      fault = error instanceof AppError ? error : new AppError('backend-unreachable', brokenOff)
    }
  }
  // Our parts are a subset of the SDK's, except that absent fields may be undefined here.
  const parts = structuredClone([...message.parts]) as UIMessage['parts']
  const begun: UIMessage = { id: message.id, role: 'assistant', parts }
  const stream = toStream(withoutFaults())
  let latest = begun
  let toldAt = 0
  let telling: ReturnType<typeof setTimeout> | undefined
  // A timer also reports the last change before a pause.
  const tell = () => {
    telling = undefined
    toldAt = performance.now()
    onParts(readParts(latest.parts))
  }
  try {
    for await (const state of readUIMessageStream({ message: begun, stream, onError: () => undefined })) {
      latest = state
      telling ??= setTimeout(tell, toldAt + tellEveryMs - performance.now())
    }
  } finally {
    clearTimeout(telling)
  }
  return { parts: readParts(latest.parts), metadata: latest.metadata, fault }
}

const brokenOff = 'The connection broke off in the middle of the answer. What came until then is kept.'

function readFault(text: string): AppError {
  try {
    return readErrorBody(JSON.parse(text)) ?? new AppError('upstream-failed')
  } catch {
    return new AppError('upstream-failed')
  }
}

/** Reasoning and sources are not shown, but providers may send them. */
const isKnown = ({ type }: UIMessageChunk): boolean =>
  /^(start|finish|text-|tool-(input|output)-|start-step|finish-step|data-attempt|message-metadata)/.test(type)

/** Models may reuse a call id within an answer, or send one of any length. Such calls get a new id here. */
function createOwnIds(parts: readonly ChatPart[]) {
  const taken = new Set(parts.flatMap((part) => (isPythonPart(part) ? [part.toolCallId] : [])))
  const own = new Map<string, string>()
  return (chunk: UIMessageChunk): UIMessageChunk => {
    if (!('toolCallId' in chunk)) return chunk
    const { toolCallId: given, type } = chunk
    const known = own.get(given)
    const isAnother = known === undefined || (type === 'tool-input-start' && taken.has(known))
    const isFree = given !== '' && given.length <= chatLimits.callIdCharacters && !taken.has(given)
    const toolCallId = !isAnother ? known : isFree ? given : newId()
    own.set(given, toolCallId)
    if (type === 'tool-input-available' || type === 'tool-input-error') taken.add(toolCallId)
    return { ...chunk, toolCallId }
  }
}

const readParts = (parts: readonly unknown[]): readonly ChatPart[] =>
  parts.flatMap((part) => {
    const known = z.safeParse(chatPart, part)
    return known.success ? [known.data] : []
  })

function toStream(chunks: AsyncGenerator<UIMessageChunk>): ReadableStream<UIMessageChunk> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await chunks.return(undefined)
    },
  })
}
