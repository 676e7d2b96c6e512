/** Reads a request's or response's body up to a size limit. */

/**
 * Decodes a body as UTF-8.
 *
 * @returns undefined if the body has more than `maxBytes` bytes. The rest is then cancelled, unless
 *   `preventCancel`.
 */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  { preventCancel = false } = {},
): Promise<string | undefined> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of body.values({ preventCancel })) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
