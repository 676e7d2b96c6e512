/** A virtual table: only rows near the visible part are rendered, so thousands scroll smoothly. */
import { useMemo, useState } from 'react'
import { cn } from '../ui/cn.ts'
import { Scroller } from '../ui/scroller.tsx'
import { isNumber, writeShown, type ShownValue } from './shownValue.ts'
import type { TableRows } from './viewBundle.ts'

interface ResultTableProps {
  readonly table: TableRows
  /** Completes the accessible name: "result" gives "Result as a table". */
  readonly name: string
  readonly fills: boolean
}

const rowHeight = 29
/** Overscan: extra rows on both sides, so that fast scrolling shows no gap. */
const spareRows = 20
const cellCharacters = 300
const columnCharacters = { least: 4, most: 44 }

export function ResultTable({ table: { columns, rows }, name, fills }: ResultTableProps) {
  const [{ top, height }, setView] = useState({ top: 0, height: 600 })
  const first = Math.max(0, Math.floor(top / rowHeight) - spareRows)
  const end = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + spareRows)
  // Measured over all rows: widths of the visible rows alone would change while scrolling.
  const widths = useMemo(() => columns.map((column) => widthOf(column, rows)), [columns, rows])
  const numeric = useMemo(() => new Set(columns.filter((column) => isNumeric(column, rows))), [columns, rows])
  return (
    <Scroller
      className={cn('contain-content', fills ? 'h-full' : 'h-auto max-h-80')}
      onScroll={({ currentTarget }) =>
        setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
      }
    >
      <table
        aria-label={`${name[0]?.toUpperCase()}${name.slice(1)} as a table`}
        aria-rowcount={rows.length + 1}
        className="table-fixed border-separate border-spacing-0 font-mono text-[13px] leading-5"
        style={{
          width: `calc(${widths.reduce((sum, width) => sum + width, 0)}ch + ${columns.length * 24}px)`,
        }}
      >
        <colgroup>
          {columns.map((column, index) => (
            <col key={column} style={{ width: `calc(${widths[index]}ch + 24px)` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                title={column.slice(0, cellCharacters)}
                className={cn(
                  'sticky top-0 truncate border-b bg-muted px-3 py-1 font-medium',
                  numeric.has(column) ? 'text-right' : 'text-left',
                )}
              >
                {column.slice(0, cellCharacters)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={first} />
          {rows.slice(first, end).map((row, index) => (
            // Rows never move, so the index is a stable key.
            <tr key={first + index} aria-rowindex={first + index + 2} style={{ height: rowHeight }}>
              {columns.map((column) => (
                <Cell key={column} value={row.get(column)} />
              ))}
            </tr>
          ))}
          <Gap rows={rows.length - end} />
        </tbody>
      </table>
    </Scroller>
  )
}

const Gap = ({ rows }: { rows: number }) =>
  rows > 0 && (
    <tr aria-hidden style={{ height: rows * rowHeight }}>
      <td aria-label="Rows out of view" />
    </tr>
  )

function Cell({ value }: { value: ShownValue | undefined }) {
  if (value === undefined)
    return (
      <td className="border-b px-3">
        <span className="sr-only">absent</span>
      </td>
    )
  const text = cellText(value)
  return (
    <td
      title={text.length > columnCharacters.most ? text : undefined}
      className={cn('truncate border-b px-3', isNumber(value) && 'text-right tabular-nums')}
    >
      {text}
    </td>
  )
}

function cellText(value: ShownValue): string {
  const text = typeof value === 'string' ? value : writeShown(value)
  return text.length > cellCharacters ? `${text.slice(0, cellCharacters)}…` : text
}

/** Columns with only numbers are aligned right. */
const isNumeric = (column: string, rows: TableRows['rows']): boolean =>
  rows.every((row) => !row.has(column) || isNumber(row.get(column)))

function widthOf(column: string, rows: TableRows['rows']): number {
  let width = Math.max(columnCharacters.least, column.length)
  for (const row of rows) {
    if (width >= columnCharacters.most) return columnCharacters.most
    const value = row.get(column)
    if (value !== undefined) width = Math.max(width, cellText(value).length)
  }
  return Math.min(width, columnCharacters.most)
}
