/** Reads a body no further than its limit: what a function is sent and what a service answers are both of unknown size. */

/** The text as UTF-8, or undefined where it has more than `maxBytes` bytes. Then the rest is cancelled, unless `preventCancel`. */
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
