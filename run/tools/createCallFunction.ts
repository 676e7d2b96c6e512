/** Calls a tool's edge function as the signed-in user, and reads whatever it answers. */
import { AppError, errorTable, readErrorBody } from '../../contract/errors.ts'
import type { FunctionRequest } from '../../contract/tools/defineTool.ts'
import { limits } from '../../contract/run/workerProtocol.ts'
import { formatDuration } from '../../lib/formatDuration.ts'
import { readTextUpTo } from '../../lib/readTextUpTo.ts'
import { parseJson } from '../../lib/parseJson.ts'

interface FunctionCaller {
  /** The address has no trailing slash. */
  readonly environment: { readonly url: string; readonly publishableKey: string }
  readonly session: { authorize(): Promise<{ readonly accessToken: string } | null> }
  readonly fetch: typeof globalThis.fetch
}

interface CallOptions {
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** Gets the text in pieces if the function answers with a stream. */
  readonly onText?: ((text: string) => void) | undefined
  /** Gets the JSON of any other answer as the function wrote it: its parsed copy may have lost digits. */
  readonly onJson?: ((json: string) => void) | undefined
}

/**
 * @returns the JSON that the function answered, at most `limits.toolResultCharacters` of it.
 * @throws AppError, or the signal's reason when aborted.
 */
export function createCallFunction({ environment, session, fetch }: FunctionCaller) {
  return async (
    request: FunctionRequest,
    { signal, timeoutMs, onText, onJson }: CallOptions,
  ): Promise<unknown> => {
    signal.throwIfAborted()
    const body = request.json ?? JSON.stringify(request.body)
    if (body.length > limits.toolArgumentCharacters) throw new AppError('request-too-large')
    const timeout = AbortSignal.timeout(timeoutMs)
    const either = AbortSignal.any([signal, timeout])
    try {
      const authorization = await unlessAborted(session.authorize(), either)
      if (authorization === null) throw new AppError('not-signed-in')
      const response = await fetch(`${environment.url}/functions/v1/${request.functionName}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: onText === undefined ? 'application/json' : 'text/event-stream',
          apikey: environment.publishableKey,
          authorization: `Bearer ${authorization.accessToken}`,
        },
        body,
        signal: either,
      })
      if (onText !== undefined && response.ok && response.body !== null) {
        const { readTextStream } = await import('./readTextStream.ts')
        return await readTextStream(response.body, limits.toolResultCharacters, onText)
      }
      const text = await readTextUpTo(response, limits.toolResultCharacters)
      if (text === null) throw new AppError('response-too-large')
      if (!response.ok) return refuse(request.functionName, response.status, text)
      const answer = readAnswer(request.functionName, text)
      onJson?.(text)
      return answer
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (timeout.aborted) {
        const waited = formatDuration(timeoutMs)
        throw new AppError(
          'tool-timed-out',
          `${request.functionName} did not answer within ${waited}. Try again, or ask for less.`,
        )
      }
      throw error instanceof AppError ? error : new AppError('backend-unreachable')
    }
  }
}

function readAnswer(name: string, text: string): unknown {
  if (text.trim() === '') throw malformed(name, 'nothing')
  try {
    return JSON.parse(text)
  } catch {
    throw malformed(name, /^\s*</.test(text) ? 'a web page' : 'text that is no JSON')
  }
}

const malformed = (name: string, what: string) =>
  new AppError('response-malformed', `${name} answered with ${what} instead of JSON. Its log may say why.`)

function refuse(name: string, status: number, text: string): never {
  if (status === 401) throw new AppError('not-signed-in')
  const answer = parseJson(text)
  const known = readErrorBody(answer)
  if (known !== undefined) throw new AppError(known.code, known.message, status)
  const reason = reasonOf(answer)
  // A hosted project says NOT_FOUND for a function that it does not have. Any other reason is the function's own.
  if (status === 404 && (reason === null || hasCode(answer, 'NOT_FOUND'))) {
    throw new AppError(
      'function-not-found',
      `This project has no edge function named ${name}. Check the spelling.`,
    )
  }
  const because = reason === null ? errorTable['function-failed'].sentence : `It says: ${reason}`
  throw new AppError('function-failed', `${name} failed with HTTP ${status}. ${because}`, status)
}

/** The usual places where a JSON error answer has its message; at most 200 characters. */
function reasonOf(answer: unknown): string | null {
  if (typeof answer === 'string') return excerpt(answer)
  if (typeof answer !== 'object' || answer === null) return null
  for (const key of ['message', 'error', 'msg', 'detail']) {
    const value: unknown = Reflect.get(answer, key)
    if (typeof value === 'string' && value !== '') return excerpt(value)
    if (typeof value === 'object' && value !== null) return reasonOf(value)
  }
  return null
}

const excerpt = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text)

const hasCode = (answer: unknown, code: string): boolean =>
  typeof answer === 'object' && answer !== null && 'code' in answer && answer.code === code

/** Asking for a token may take as long as the backend is slow. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
