/** Converts Node's request for lite, and lite's answer back. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson } from './answer.ts'
import { discardRest } from './discardRest.ts'
import type { Lite } from './lite.ts'
import { bodyLimit } from './proxyFunction.ts'

/** Reads the body first: lite answers one request at a time, and must not wait for a slow sender. */
export async function answerWithLite(
  lite: Lite,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) {
    discardRest(request)
    return answerJson(response, 413, {
      code: 'request-too-large',
      message: `A request may have at most ${bodyLimit / 1e6} MB. Send less, or in parts.`,
      details: null,
      hint: null,
    })
  }
  const { method = 'GET' } = request
  const answer = await lite.fetch(
    new Request(new URL(request.url ?? '/', origin), {
      method,
      headers: webHeaders(request),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    }),
    request.socket.remoteAddress ?? null,
  )
  for (const [name, value] of answer.headers) {
    if (!name.startsWith('access-control-')) response.setHeader(name, value)
  }
  response.setHeader('cache-control', 'no-store')
  response.writeHead(answer.status)
  response.end(Buffer.from(await answer.arrayBuffer()))
}

function webHeaders(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one)
  }
  return headers
}

/** @returns undefined if the body is larger than the limit. */
async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) return undefined
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop must not destroy the connection: the refusal still has to be sent over it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyLimit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
