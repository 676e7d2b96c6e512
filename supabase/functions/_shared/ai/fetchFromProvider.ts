/** The fetch that providers' libraries are given: it trusts a provider no further than it must. */
import { TierFault } from './TierFault.ts'

/** Of one answer on the wire, where each word comes with some hundred bytes around it. */
const maxBytes = 30_000_000

/** Rejects with TierFault for web pages; a body that is too long fails while it is read. */
export async function fetchFromProvider(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  // A redirect would take the key, which not every provider sends as Authorization, to another host.
  return distrust(await fetch(input, { ...init, redirect: 'error' }), init?.signal)
}

/** Throws TierFault for web pages. A body that is too long fails while it is read. */
export async function distrust(response: Response, signal?: AbortSignal | null): Promise<Response> {
  if (response.ok && /html/i.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel()
    throw new TierFault('malformed', 'answered with a web page in place of an answer')
  }
  // Once an answer has begun, Deno's fetch does not always hear its signal: then the provider would speak on to nobody.
  const body = response.body?.pipeThrough(limitBytes(), signal ? { signal } : {}) ?? null
  return new Response(body, response)
}

function limitBytes(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) controller.error(new TierFault('malformed', 'answered with more than is read'))
      else controller.enqueue(chunk)
    },
  })
}
