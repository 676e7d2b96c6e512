/** Decodes a page with the encoding that the page or its server names. */

/**
 * HTML must name its encoding within these bytes:
 * https://html.spec.whatwg.org/multipage/semantics.html#charset
 */
const headBytes = 1024

/** Bytes that cannot be decoded become U+FFFD. Without a known encoding, UTF-8. */
export function decodePage(body: Uint8Array<ArrayBuffer>, contentType: string): string {
  const head = new TextDecoder('latin1').decode(body.subarray(0, headBytes))
  const label = byteOrderMark(body) ?? charsetIn(contentType) ?? charsetIn(head) ?? 'utf-8'
  return decoderFor(label).decode(body)
}

function byteOrderMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xef && second === 0xbb) return 'utf-8'
  return undefined
}

/** Finds `charset=` of a header or meta element, or `encoding=` of an XML declaration. */
const charsetIn = (text: string): string | undefined =>
  /(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})/i.exec(text)?.[1]

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder()
  }
}
