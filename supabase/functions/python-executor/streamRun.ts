/** A run as it goes: server-sent events, each named by its type. */
import type { PythonEvent } from '../../../contract/run/pythonExecutor.ts'
import { logFault } from '../_shared/logFault.ts'
import { toPythonEvent } from './toPythonEvent.ts'
import type { OnRunEvent } from './types.ts'

/** A connection on which nothing comes for long is taken for dead by what lies between. */
const aliveMs = 15_000

/** `run` begins at once; the stream ends with it. `onGone` is called when nobody reads any more. */
export function streamRun(run: (onEvent: OnRunEvent) => Promise<unknown>, onGone: () => void): Response {
  const encoder = new TextEncoder()
  let alive: ReturnType<typeof setInterval> | undefined
  let isGone = false
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => {
        if (!isGone) controller.enqueue(encoder.encode(text))
      }
      alive = setInterval(() => send(':\n\n'), aliveMs)
      run((event) => {
        const told = toPythonEvent(event)
        if (told !== undefined) send(format(told))
      })
        .catch((error: unknown) => {
          logFault('python-executor', error)
          // Without a run-end whoever reads knows that it broke off.
        })
        .finally(() => {
          clearInterval(alive)
          if (!isGone) controller.close()
        })
    },
    cancel() {
      isGone = true
      clearInterval(alive)
      onGone()
    },
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  })
}

const format = (event: PythonEvent): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
