/** Decides how a run's result is shown: as a table, a tree or text. */
import type { DisplayBundle } from '../../../contract/workerProtocol.ts'

export interface ResultTable {
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

export interface ResultView {
  /** undefined where the result is no JSON. */
  readonly json: { readonly value: unknown } | undefined
  readonly table: ResultTable | undefined
  /** What "Text" shows and "Copy" copies. */
  readonly text: string
  readonly fileName: string
}

/** More columns than anyone reads; the rest stays in the tree. */
export const tableColumns = 50

export function viewResult(bundle: DisplayBundle): ResultView {
  const source = bundle['application/json']
  const json = source === undefined ? undefined : parse(source)
  if (source === undefined || json === undefined) {
    return { json: undefined, table: undefined, text: bundle['text/plain'], fileName: 'result.txt' }
  }
  return { json, table: toTable(json.value), text: source, fileName: 'result.json' }
}

function parse(source: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(source) as unknown }
  } catch {
    return undefined
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function toTable(value: unknown): ResultTable | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return undefined
  const columns = new Set<string>()
  for (const row of value) {
    for (const column of Object.keys(row)) columns.add(column)
  }
  return columns.size === 0 || columns.size > tableColumns
    ? undefined
    : { columns: [...columns], rows: value }
}
