/** Where in a message the words stand that are being dictated, while they change and the person goes on typing. Pure. */

export interface SpokenSpan {
  readonly start: number
  readonly end: number
  /** Characters of what was heard so far. */
  readonly heard: number
  /** As many of these are the person's own by now: they have typed into them. */
  readonly settled: number
}

export const spanAt = (place: number): SpokenSpan => ({ start: place, end: place, heard: 0, settled: 0 })

/** Puts all that was heard where earlier versions of it stood; a space parts it from neighbouring words. */
export function placeWords(
  text: string,
  span: SpokenSpan,
  words: string,
): { text: string; span: SpokenSpan } {
  const before = text.slice(0, span.start)
  const after = text.slice(span.end)
  const fresh = words.slice(span.settled).trim()
  const lead = fresh !== '' && /\S$/.test(before) ? ' ' : ''
  const tail = fresh !== '' && /^[^\s\p{Po}\p{Pe}]/u.test(after) ? ' ' : ''
  const placed = lead + fresh + tail
  return {
    text: before + placed + after,
    span: { ...span, end: span.start + placed.length, heard: words.length },
  }
}

/** Where the words stand after the person has changed the text. What they typed into is theirs, and stays as it is. */
export function followEdit(before: string, after: string, span: SpokenSpan): SpokenSpan {
  const shorter = Math.min(before.length, after.length)
  let from = 0
  while (from < shorter && before[from] === after[from]) from++
  let kept = 0
  while (kept < shorter - from && before.at(-1 - kept) === after.at(-1 - kept)) kept++
  const to = before.length - kept
  const growth = after.length - before.length
  if (to <= span.start) return { ...span, start: span.start + growth, end: span.end + growth }
  if (from >= span.end) return span
  const end = Math.max(span.end, to) + growth
  return { ...span, start: end, end, settled: span.heard }
}
