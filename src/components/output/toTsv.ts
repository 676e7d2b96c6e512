/** Converts a table to tab-separated values, which spreadsheets accept from the clipboard. Pure. */
import { writeShown, type ShownValue } from './shownValue.ts'
import type { TableRows } from './viewBundle.ts'

export const toTsv = ({ columns, rows }: TableRows): string =>
  [columns, ...rows.map((row) => columns.map((column) => row.get(column) ?? null))]
    .map((cells) => cells.map(toField).join('\t'))
    .join('\n')

function toField(value: ShownValue): string {
  if (value === null) return ''
  const text = typeof value === 'string' ? value : writeShown(value)
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
