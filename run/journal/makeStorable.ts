/** Makes what a script produced storable: Postgres takes neither NUL nor half a surrogate pair, and every column has its limit. */

/** Deeper JSON than this is cut: Postgres and other readers have a limit of their own. */
const maximumDepth = 500
const maximumJsonCharacters = 1_000_000

/** NUL becomes ␀ and a lone surrogate �; a text over `limit` UTF-16 units is cut and says so at its end. */
export function storableText(text: string, limit: number): string {
  const clean = text.replaceAll('\0', '␀').toWellFormed()
  if (clean.length <= limit) return clean
  const marker = `\n… [cut: ${clean.length.toLocaleString('en')} characters in all]`
  return clean.slice(0, limit - marker.length).toWellFormed() + marker
}

/** A JSON value with the same done to every text in it; one over a million characters becomes a cut text. */
export function storableJson(value: unknown): unknown {
  const clean = storableTree(value)
  const json = JSON.stringify(clean)
  return json !== undefined && json.length > maximumJsonCharacters ? storableText(json, 10_000) : clean
}

/** The same whatever its size as a whole, as a copy: for what has a shape to keep. Depth aside, it has the given type. */
export const storableTree = <Value>(value: Value): Value => cleanJson(value, 0) as Value

function cleanJson(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storableText(value, maximumJsonCharacters)
  if (typeof value !== 'object' || value === null) return value ?? null
  if (depth === maximumDepth) return '… [cut: nested too deeply]'
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      // As JSON has it: a key without a value is none.
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [storableText(key, maximumJsonCharacters), cleanJson(item, depth + 1)]),
  )
}
