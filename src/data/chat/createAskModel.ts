/** Asks `ai-chat` for one step as the signed-in user, and yields the stream's chunks. */
import { parseJsonEventStream, type UIMessageChunk, uiMessageChunkSchema } from 'ai'
import { chatFunction, type ChatRequest } from '../../../contract/chat/chat.ts'
import { AppError, readErrorBody } from '../../../contract/errors.ts'
import { limits } from '../../../contract/run/workerProtocol.ts'
import type { Backend } from '../connectBackend.ts'
import { readTextUpTo } from '../../../lib/readTextUpTo.ts'

const errorCharacters = 100_000

/** Implements `AskModel` of src/chat/ports.ts. Chunks that the AI SDK does not know are dropped. */
export function createAskModel({ environment, session, fetch }: Omit<Backend, 'supabase'>) {
  return async function* ask(
    request: ChatRequest,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<UIMessageChunk> {
    const authorization = await session.authorize()
    signal.throwIfAborted()
    if (authorization === null) throw new AppError('not-signed-in')
    const body = JSON.stringify(request)
    if (body.length > limits.toolArgumentCharacters) throw new AppError('request-too-large')
    const response = await fetch(`${environment.url}/functions/v1/${chatFunction}`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        apikey: environment.publishableKey,
        authorization: `Bearer ${authorization.accessToken}`,
      },
      body,
      signal,
    }).catch(() => {
      signal.throwIfAborted()
      throw new AppError('backend-unreachable')
    })
    if (!response.ok || response.body === null) throw await readRefusal(response)
    const chunks = parseJsonEventStream({ stream: response.body, schema: uiMessageChunkSchema })
    for (const reader = chunks.getReader(); ;) {
      const { done, value } = await reader.read().catch(() => {
        signal.throwIfAborted()
        throw new AppError('backend-unreachable', brokenOff)
      })
      if (done) return
      if (value.success) yield value.value
    }
  }
}

const brokenOff = 'The connection broke off in the middle of the answer. What came until then is kept.'

/** A proxy in front of an unreachable backend answers with these statuses and a page of its own. */
const awayStatuses = new Set([502, 504])

async function readRefusal(response: Response): Promise<AppError> {
  const text = (await readTextUpTo(response, errorCharacters)) ?? ''
  try {
    const known = readErrorBody(JSON.parse(text))
    if (known) return known
  } catch {
    // The status decides.
  }
  if (awayStatuses.has(response.status)) return new AppError('backend-unreachable')
  return new AppError(response.status === 404 ? 'function-not-found' : 'function-failed')
}
