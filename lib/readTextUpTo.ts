/** Reads a response's text up to a limit. */

/** null if the text is longer than `characters`; the rest is not read. */
export async function readTextUpTo(response: Response, characters: number): Promise<string | null> {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  // One decoder and no stream of its own: scripts make thousands of calls.
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    text += decoder.decode(value, { stream: !done })
    if (text.length > characters) {
      await reader.cancel().catch(() => undefined)
      return null
    }
    if (done) return text
  }
}
