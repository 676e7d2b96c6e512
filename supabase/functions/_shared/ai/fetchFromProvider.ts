/** The `fetch` for the providers' libraries: it refuses redirects, web pages and oversized answers. */
import { readCalmly } from './readCalmly.ts'
import { TierFault } from './TierFault.ts'

/** Limit for one answer on the wire. In a stream, each word comes with a few hundred bytes of framing. */
const maxBytes = 30_000_000

/** @throws TierFault if the answer is a web page. A body over 30 MB fails while it is read. */
export async function fetchFromProvider(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  // A redirect would take the key, which not every provider sends as Authorization, to another host.
  return distrust(await fetch(input, { ...init, redirect: 'error' }), init?.signal)
}

/** @throws TierFault if the answer is a web page. A body over 30 MB fails while it is read. */
export async function distrust(response: Response, signal?: AbortSignal | null): Promise<Response> {
  if (response.ok && /html/i.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel()
    throw new TierFault('malformed', 'answered with a web page instead of JSON')
  }
  // After an answer has begun, Deno's fetch may ignore its signal. A pipe always aborts, so the provider
  // stops.
  const body = response.body?.pipeThrough(limitBytes(), signal ? { signal } : {}) ?? null
  const isText = /json|event-stream/i.test(response.headers.get('content-type') ?? '')
  return new Response(isText ? (body?.pipeThrough(readCalmly()) ?? null) : body, response)
}

function limitBytes(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > maxBytes)
        controller.error(new TierFault('malformed', `answered with more than ${maxBytes / 1e6} MB`))
      else controller.enqueue(chunk)
    },
  })
}
