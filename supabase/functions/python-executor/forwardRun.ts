/** Forwards a run, or a decision about one, to a service that can run Python: the same program in a container. */
import { AppError } from '../../../contract/errors.ts'
import { logFault } from '../_shared/logFault.ts'
import {
  depthHeader,
  pythonExecutorFunction,
  type PythonDecision,
  type PythonRequest,
} from '../../../contract/run/pythonExecutor.ts'

const passed = ['accept', 'apikey', 'authorization', depthHeader]
/**
 * Time for the queue and the start of the run at the service, in addition to the run's own time. In
 * milliseconds.
 */
export const usualGraceMs = 120_000
const answered = ['content-type', 'cache-control', 'retry-after']

/**
 * Streams the service's answer to the caller. If the caller disconnects, the service's request is aborted
 * too. A stream that exceeds the run's time plus `graceMs` is ended.
 *
 * @throws AppError `upstream-failed`, or `tool-timed-out` if no answer comes within the run's time plus
 *   `graceMs`.
 */
export async function forwardRun(
  service: string,
  run: PythonRequest | PythonDecision,
  request: Request,
  graceMs = usualGraceMs,
): Promise<Response> {
  const ending = new AbortController()
  // A timer holds a reference to its controller. An engine may garbage-collect a signal that only
  // `AbortSignal.any` holds.
  let isLate = false
  const timer = setTimeout(
    () => {
      isLate = true
      ending.abort(new DOMException('The run exceeded its time limit.', 'TimeoutError'))
    },
    ('code' in run ? run.timeout_seconds * 1000 : 0) + graceMs,
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
      // A redirect could leak the caller's token to another host.
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

/**
 * After an answer has begun, fetch may ignore its signal. A pipe always aborts. `onEnd` is called exactly
 * once.
 */
function passOn(body: ReadableStream<Uint8Array>, signal: AbortSignal, onEnd: () => void) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  // The reader learns from the stream itself how it ended.
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
