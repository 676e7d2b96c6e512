/** Cuts a text into pieces that a voice can take: at the end of a sentence, else between words. Pure. */

/** Each has at most `atMost` characters and some that are no space; only spaces at the cuts are lost. */
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
  // A character of two halves is not cut in two.
  return /[\uD800-\uDBFF]/.test(head.charAt(atMost - 1)) && atMost > 1 ? atMost - 1 : atMost
}
