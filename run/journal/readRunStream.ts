/** Reads the events of a run from the stream of `python-executor`. */
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { readRunEvent } from '../../contract/run/readRunEvent.ts'
import type { RunEvent } from '../../contract/run/runEvents.ts'

/**
 * Yields events until the stream ends, and throws what the stream throws. `isNeeded` spares events the parsing, by their type.
 * Unknown events are left out.
 */
export async function* readRunStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  isNeeded: (type: string) => boolean = () => true,
): AsyncGenerator<RunEvent, void, undefined> {
  const reader = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const event = isNeeded(value.event ?? '') ? readRunEvent(JSON.parse(value.data)) : undefined
      if (event) yield event
    }
  } finally {
    // If the caller leaves early, the server hears that nobody reads any more.
    await reader.cancel().catch(() => {})
  }
}
