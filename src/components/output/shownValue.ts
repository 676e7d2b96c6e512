/** The values that trees and tables draw: exact JSON, and Python's own collections. Pure. */
import { Verbatim, writeExactJson, type ExactJson } from '../../../lib/exactJson.ts'

/** A collection of Python that JSON does not have, such as a tuple or a NamedTuple. */
export class Collection {
  /** The name of its class. */
  readonly type: string
  /** Fields or keys; null if the values have no names. */
  readonly names: readonly string[] | null
  readonly values: readonly ShownValue[]

  constructor(type: string, names: readonly string[] | null, values: readonly ShownValue[]) {
    this.type = type
    this.names = names
    this.values = values
  }
}

export type ShownValue =
  | null
  | boolean
  | number
  | string
  | Verbatim
  | Collection
  | readonly ShownValue[]
  | ReadonlyMap<string, ShownValue>

/** Reads the form that python/eliza_runtime/value_tree.py writes. What it does not write is shown as it is. */
export function readPythonTree(node: ExactJson): ShownValue {
  if (Array.isArray(node)) return node.map(readPythonTree)
  if (!(node instanceof Map)) return node as Exclude<ExactJson, readonly ExactJson[]>
  const special = node.size === 1 ? node.get('$') : undefined
  if (typeof special === 'string') return new Verbatim(special)
  return (
    (Array.isArray(special) ? toCollection(special) : undefined) ??
    new Map([...node].map(([key, item]) => [key, readPythonTree(item)]))
  )
}

function toCollection([type, ...parts]: readonly ExactJson[]): Collection | undefined {
  const [names, values] = parts.length === 2 ? parts : [null, parts[0]]
  if (typeof type !== 'string' || !Array.isArray(values)) return undefined
  if (names === null) return new Collection(type, null, values.map(readPythonTree))
  const isNamed = Array.isArray(names) && names.length === values.length
  return isNamed ? new Collection(type, names.map(String), values.map(readPythonTree)) : undefined
}

/** The parts of a value with their names, if they have some; null for a value without parts. */
export function partsOf(
  value: ShownValue,
): { readonly names: readonly string[] | null; readonly values: readonly ShownValue[] } | null {
  if (value instanceof Collection) return value
  if (value instanceof Map) return { names: [...value.keys()], values: [...value.values()] }
  return Array.isArray(value) ? { names: null, values: value } : null
}

/** The value as a dict by names; undefined if it has none, or two parts of the same name. */
export function toRecord(value: ShownValue): ReadonlyMap<string, ShownValue> | undefined {
  if (value instanceof Map) return value
  if (!(value instanceof Collection) || value.names === null) return undefined
  const { names, values } = value
  const record = new Map(names.map((name, index) => [name, values[index] ?? null]))
  return record.size === names.length ? record : undefined
}

/** The value in one line: JSON, and Python's words for what JSON does not have. */
export function writeShown(value: ShownValue): string {
  if (value instanceof Map)
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${writeShown(item)}`).join(',')}}`
  if (Array.isArray(value)) return `[${value.map(writeShown).join(',')}]`
  if (!(value instanceof Collection)) return writeExactJson(value)
  const { type, names, values } = value
  const sign = type === 'dict' ? ': ' : '='
  const parts = values.map((item, index) => (names === null ? '' : names[index] + sign) + writeShown(item))
  const inside = parts.join(', ')
  if (type === 'dict' || (type === 'set' && parts.length > 0)) return `{${inside}}`
  return type === 'tuple' ? `(${inside}${parts.length === 1 ? ',' : ''})` : `${type}(${inside})`
}

/** Whether it is a number of Python, however large. */
export const isNumber = (value: ShownValue | undefined): boolean =>
  typeof value === 'number' || (value instanceof Verbatim && /^(?:-?(?:\d|inf$)|nan$)/.test(value.text))
