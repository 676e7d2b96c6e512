/** A provider's own words, made fit to be passed on: hostile text that may hold a key. */

import { redactSecrets } from '../../../../contract/redactSecrets.ts'

const maxCharacters = 200
/** How much of it is looked at. */
const maxRead = 5000

/** Looser than what holds for logs: a provider that complains of a key shows parts of it, whosever it is. */
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
  const line = redactSecrets(safe)
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return line.length > maxCharacters ? `${line.slice(0, maxCharacters)}…` : line
}
