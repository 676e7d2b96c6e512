/** Reads an answer's text without taking in more than a limit. */

/** null where the text is longer than `characters`; the rest is then not read. */
export async function readTextUpTo(response: Response, characters: number): Promise<string | null> {
  if (response.body === null) return ''
  const parts: string[] = []
  let length = 0
  for await (const part of readParts(response.body)) {
    length += part.length
    if (length > characters) return null
    parts.push(part)
  }
  return parts.join('')
}

async function* readParts(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
