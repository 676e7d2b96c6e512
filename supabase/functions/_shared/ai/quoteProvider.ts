/** Cleans a provider's error message for display: it is untrusted text that may contain a key. */

import { redactSecrets } from '../../../../contract/redactSecrets.ts'

const maxCharacters = 200
/** Characters that are examined at all. */
const maxRead = 5000

/** Looser than the patterns for logs: a provider that rejects a key quotes parts of it. */
const keyShapes = [
  /\b[spr]k-[\w*-]{4,}/gi,
  /\bAIza[\w*-]{4,}/g,
  /\bbearer\s+\S+/gi,
  /\b(?:api[-_]?)?key[=:]\s*\S+/gi,
]

/**
 * @returns One line of at most 200 characters, without markup, control characters, and keys or look-alikes of
 *   keys.
 */
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
