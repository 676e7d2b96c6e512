/** Tracks the dictated span of a message while its words change and the person keeps typing. Pure. */

export interface SpokenSpan {
  readonly start: number
  readonly end: number
  /** Characters heard so far. */
  readonly heard: number
  /** How many of these belong to the person, who has typed into them. */
  readonly settled: number
}

export const spanAt = (place: number): SpokenSpan => ({ start: place, end: place, heard: 0, settled: 0 })

/** Replaces the span by all words so far, separated from neighbouring words by spaces. */
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

/** Moves the span after the person edited the text. Words that the person typed into are settled. */
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
