/** Streams a run's events as server-sent events, each named by its type. */
import type { RunEvent } from '../../../contract/run/runEvents.ts'
import { logFault } from '../_shared/logFault.ts'
import type { OnRunEvent } from './types.ts'

/** Interval of keep-alive comments, in milliseconds. Proxies close connections that are idle. */
const aliveMs = 15_000

/** `run` starts at once, and the stream ends with it. `onGone` is called when the reader disconnects. */
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
      run((event) => send(format(event)))
        .catch((error: unknown) => {
          logFault('python-executor', error)
          // The reader detects this by the missing run-ended.
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

const format = (event: RunEvent): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
