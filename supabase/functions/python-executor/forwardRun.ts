/** Hands a run on to a service that can run Python, where this server cannot: the same program in a container. */
import { AppError } from '../../../contract/errors.ts'
import { logFault } from '../_shared/logFault.ts'
import {
  depthHeader,
  pythonExecutorFunction,
  type PythonRequest,
} from '../../../contract/run/pythonExecutor.ts'

const passed = ['accept', 'apikey', 'authorization', depthHeader]
/** How long a run may wait for its turn there and start, beside its own time, in milliseconds. */
const usualGraceMs = 120_000
const answered = ['content-type', 'cache-control', 'retry-after']

/**
 * The service's own answer, as it comes; a caller that goes away is gone there, too. Throws `upstream-failed`, and
 * `tool-timed-out` where the run's own time and `graceMs` pass without an answer; a stream ends then.
 */
export async function forwardRun(
  service: string,
  run: PythonRequest,
  request: Request,
  graceMs = usualGraceMs,
): Promise<Response> {
  const ending = new AbortController()
  // A timer of our own holds what it aborts: an engine may forget a signal that only `AbortSignal.any` holds.
  let isLate = false
  const timer = setTimeout(
    () => {
      isLate = true
      ending.abort(new DOMException('The run took longer than it may.', 'TimeoutError'))
    },
    run.timeout_seconds * 1000 + graceMs,
  )
  const leave = () => ending.abort(request.signal.reason)
  request.signal.addEventListener('abort', leave, { once: true })
  if (request.signal.aborted) leave()
  const { signal } = ending
  const headers = pick(request.headers, passed)
  headers.set('content-type', 'application/json')
  try {
    const response = await fetch(`${service.replace(/\/+$/, '')}/${pythonExecutorFunction}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(run),
      // It could take the caller's token elsewhere.
      redirect: 'error',
      signal,
    })
    const settle = () => clearTimeout(timer)
    if (response.body === null) settle()
    const body = response.body && passOn(response.body, signal, settle)
    return new Response(body, { status: response.status, headers: pick(response.headers, answered) })
  } catch (error) {
    clearTimeout(timer)
    if (isLate) {
      throw new AppError(
        'tool-timed-out',
        'The service that runs Python did not answer in time. Try again later.',
      )
    }
    if (!request.signal.aborted) logFault('python-executor: EXECUTOR_URL does not answer', error)
    throw new AppError(
      'upstream-failed',
      'The service that runs Python for this server does not answer. Try again later.',
    )
  }
}

/** Once an answer has begun, fetch does not always hear its signal; a pipe does. `onEnd` is called once, however it ends. */
function passOn(body: ReadableStream<Uint8Array>, signal: AbortSignal, onEnd: () => void) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  // Whoever reads is told by the stream itself how it ended.
  body.pipeTo(writable, { signal }).then(onEnd, onEnd)
  return readable
}

const pick = (headers: Headers, names: readonly string[]): Headers =>
  new Headers(
    names.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value] as [string, string]]
    }),
  )
