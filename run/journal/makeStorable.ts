/** Makes a script's values storable: Postgres takes neither NUL nor lone surrogates, and every column has a limit. */

import { redactJson } from '../../contract/redactSecrets.ts'
import { readExactJson, toPlainJson, writeExactJson, type ExactJson } from '../../lib/exactJson.ts'
import { parseJson } from '../../lib/parseJson.ts'

/** Deeper JSON is cut: Postgres and other readers have limits of their own. */
const maximumDepth = 500
const maximumJsonCharacters = 1_000_000

/** NUL becomes ␀ and a lone surrogate �. A text over `limit` UTF-16 units is cut and says so at its end. */
export function storableText(text: string, limit: number): string {
  const clean = text.replaceAll('\0', '␀').toWellFormed()
  if (clean.length <= limit) return clean
  const marker = `\n… [cut: ${clean.length.toLocaleString('en')} characters in all]`
  return clean.slice(0, limit - marker.length).toWellFormed() + marker
}

/** Does the same to every text in a JSON value. A value over a million characters of JSON becomes a cut text. */
export function storableJson(value: unknown): unknown {
  const clean = storableTree(value)
  const json = JSON.stringify(clean)
  return json !== undefined && json.length > maximumJsonCharacters ? storableText(json, 10_000) : clean
}

interface StorableCopies {
  /** What Postgres can search. */
  readonly value: unknown
  /** The JSON as it was written; null if it is over a million characters, or no JSON. */
  readonly text: string | null
}

/** Both copies of JSON that the log keeps, without secrets. JSON escapes every character that Postgres does not take. */
export function storableCopies(json: string): StorableCopies {
  const exact = json.length > maximumJsonCharacters ? undefined : readExactJson(json)
  if (exact === undefined) return { value: storableJson(redactJson(parseJson(json) ?? json)), text: null }
  const redacted = redactJson(exact) as ExactJson
  const text = writeExactJson(redacted)
  const isKept = text.length <= maximumJsonCharacters
  return { value: storableJson(toPlainJson(redacted)), text: isKept ? text : null }
}

/** Does the same without the limit on the whole, so that the value keeps its shape (depth aside). Returns a copy. */
export const storableTree = <Value>(value: Value): Value => cleanJson(value, 0) as Value

function cleanJson(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storableText(value, maximumJsonCharacters)
  if (typeof value !== 'object' || value === null) return value ?? null
  if (depth === maximumDepth) return '… [cut: nested too deeply]'
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      // JSON has no keys without values.
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [storableText(key, maximumJsonCharacters), cleanJson(item, depth + 1)]),
  )
}
