/** An answer that comes as a stream, for as long as somebody reads it. */

/**
 * `answer` is given a signal that is aborted with the request, and when the reader of its answer goes away before its
 * end: the request's own signal does not always say that.
 */
export async function untilGone(
  request: Request,
  answer: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const gone = new AbortController()
  const response = await answer(AbortSignal.any([request.signal, gone.signal]))
  if (response.body === null) return response
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel(reason) {
      gone.abort()
      await reader.cancel(reason)
    },
  })
  return new Response(body, { status: response.status, headers: response.headers })
}
