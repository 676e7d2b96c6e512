/** Splits a text into pieces for a voice: at ends of sentences, or else between words. Pure. */

/** Pieces have 1 to `atMost` characters and are not blank. Only spaces at the cuts are lost. */
export function splitSpeech(text: string, atMost: number): string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (rest.length > atMost) {
    const at = cutIn(rest.slice(0, atMost + 1), atMost)
    pieces.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  return rest === '' ? pieces : [...pieces, rest]
}

function cutIn(head: string, atMost: number): number {
  const sentence = Math.max(
    head.lastIndexOf('\n'),
    ...[...head.matchAll(/[.!?…:;](?=\s)|[。！？]/g)].map(({ index }) => index + 1),
  )
  if (sentence > 0) return sentence
  const word = head.search(/\s\S*$/)
  if (word > 0) return word
  // Do not split a surrogate pair.
  return /[\uD800-\uDBFF]/.test(head.charAt(atMost - 1)) && atMost > 1 ? atMost - 1 : atMost
}
