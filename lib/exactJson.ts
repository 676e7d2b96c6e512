/**
 * JSON without the losses of JavaScript's objects and numbers: keys keep their order, `__proto__` is a key like others, and
 * numbers keep their digits and their form (5.0, -0.0, 2**53 + 1).
 */

/** A number or another value by its text, where JavaScript would write or hold it differently. */
export class Verbatim {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** As in Python, the last value of a key counts that is there twice, at the place of the first. */
export type ExactJson =
  | null
  | boolean
  | number
  | string
  | Verbatim
  | readonly ExactJson[]
  | ReadonlyMap<string, ExactJson>

/** The tokens of JSON that are rewritten. Strings are tokens, so that nothing inside them is. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[{}:]/g

/**
 * Leaves the parsing to `JSON.parse`: an object becomes `{"o": [key, value, …]}` in the text, and a number that would change
 * `{"n": "5.0"}`.
 *
 * @returns undefined for text that is no JSON, or is nested too deep for this engine.
 */
export function readExactJson(text: string): ExactJson | undefined {
  try {
    JSON.parse(text)
    return revive(JSON.parse(text.replaceAll(tokens, rewrite)))
  } catch {
    return undefined
  }
}

function rewrite(token: string): string {
  switch (token[0]) {
    case '"':
      return token
    case '{':
      return '{"o":['
    case '}':
      return ']}'
    case ':':
      return ','
    default:
      return isKept(token) ? token : `{"n":"${token}"}`
  }
}

/** Whether JavaScript writes the number as it is written here. */
const isKept = (number: string): boolean => String(Number(number)) === number

type Rewritten =
  | null
  | boolean
  | number
  | string
  | Rewritten[]
  | { readonly o: Rewritten[]; readonly n?: string }

function revive(value: Rewritten): ExactJson {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(revive)
  if (value.n !== undefined) return new Verbatim(value.n)
  const found = new Map<string, ExactJson>()
  for (let at = 0; at < value.o.length; at += 2) {
    const key = value.o[at]
    if (typeof key === 'string') found.set(key, revive(value.o[at + 1] ?? null))
  }
  return found
}

/**
 * Writes it as it was read, and plain objects around it as `JSON.stringify` does. Half characters (lone surrogates) become
 * escapes.
 *
 * @param indent The spaces of one level. Without them, all stands in one line.
 */
export const writeExactJson = (value: unknown, indent = ''): string => write(value, indent, indent && '\n')

function write(value: unknown, indent: string, lineBreak: string): string {
  if (value instanceof Verbatim) return value.text
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const inner = lineBreak + indent
  const writeItem = (item: unknown) => write(item, indent, inner)
  const join = (items: readonly string[]) =>
    items.length === 0 ? '' : inner + items.join(`,${inner}`) + lineBreak
  if (Array.isArray(value)) return `[${join(value.map(writeItem))}]`
  const entries =
    value instanceof Map ? [...value] : Object.entries(value).filter(([, item]) => item !== undefined)
  const colon = indent === '' ? ':' : ': '
  return `{${join(entries.map(([key, item]) => JSON.stringify(key) + colon + writeItem(item)))}}`
}

/** The nearest that JavaScript's own objects and numbers hold. An integer that they would round is text. */
export function toPlainJson(value: ExactJson): unknown {
  if (value instanceof Verbatim) {
    const number = Number(value.text)
    const isKept = Number.isFinite(number) && (Number.isSafeInteger(number) || !/^-?\d+$/.test(value.text))
    return isKept ? number : value.text
  }
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, item]) => [key, toPlainJson(item)]))
  return Array.isArray(value) ? value.map(toPlainJson) : value
}

/** The first integer that JavaScript's numbers cannot hold (RFC 7493, section 2.2); undefined if there is none. */
export function findUnsafeInteger(text: string): string | undefined {
  // Most texts have no number of this length.
  if (!/\d{16}/.test(text)) return undefined
  for (const [token] of text.matchAll(tokens))
    if (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) return token
  return undefined
}

/** Why the integer is refused, and what can be sent. */
export const unsafeIntegerSentence = (integer: string): string =>
  `the integer ${integer.length > 40 ? `${integer.slice(0, 40)}…` : integer} is beyond 2**53 and would be rounded. Send it as text.`
