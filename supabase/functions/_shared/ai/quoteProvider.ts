/** A provider's own words, made fit to be passed on: hostile text that may hold a key. */

const maxCharacters = 200
/** How much of it is looked at. */
const maxRead = 5000

/** What keys look like, whosever they are: an error may quote another than ours. */
const keyShapes = [
  /\b[spr]k-[\w*-]{4,}/gi,
  /\bAIza[\w*-]{4,}/g,
  /\bbearer\s+\S+/gi,
  /\b(?:api[-_]?)?key[=:]\s*\S+/gi,
]

/** One line of at most 200 characters, without markup, control characters and whatever is a key or looks like one. */
export function quoteProvider(text: string, secrets: readonly string[]): string {
  const start = text.slice(0, maxRead)
  const known = secrets.filter(Boolean).reduce((left, secret) => left.replaceAll(secret, '[key]'), start)
  const safe = keyShapes.reduce((left, shape) => left.replace(shape, '[key]'), known)
  const line = safe
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return line.length > maxCharacters ? `${line.slice(0, maxCharacters)}…` : line
}
