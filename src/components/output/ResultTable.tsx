/** A list of dicts as a table, a hundred rows at a time. */
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import type { ResultTable as Table } from './viewResult.ts'

const pageSize = 100
const cellCharacters = 300

export function ResultTable({ table }: { readonly table: Table }) {
  const [shown, setShown] = useState(pageSize)
  const { columns, rows } = table
  return (
    <>
      <table aria-label="Result as a table" className="border-separate border-spacing-0 text-[13px]">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="sticky top-0 border-b bg-muted px-3 py-1 text-left font-medium whitespace-nowrap"
              >
                {cut(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, index) => (
            // Rows of a result never move.
            <tr key={index}>
              {columns.map((column) => (
                <Cell key={column} value={Object.hasOwn(row, column) ? row[column] : undefined} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <Button variant="link" size="inline" className="m-3" onClick={() => setShown(shown + pageSize)}>
          Show {Math.min(pageSize, rows.length - shown).toLocaleString()} more of{' '}
          {rows.length.toLocaleString()} rows
        </Button>
      )}
    </>
  )
}

function Cell({ value }: { value: unknown }) {
  const isNumber = typeof value === 'number'
  return (
    <td
      className={`max-w-96 min-w-16 border-b px-3 py-1 align-top wrap-anywhere ${isNumber ? 'text-right tabular-nums' : ''}`}
    >
      {value === undefined ? <span className="sr-only">absent</span> : cut(cellText(value))}
    </td>
  )
}

const cellText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

const cut = (text: string): string =>
  text.length > cellCharacters ? `${text.slice(0, cellCharacters)}…` : text
