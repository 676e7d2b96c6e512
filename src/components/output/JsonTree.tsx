/** A JSON value as a tree. Folded parts are not rendered, so large and deep values stay cheap. */
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { cn } from '../ui/cn.ts'
import { Button } from '../ui/button.tsx'
import { isRecord } from './viewBundle.ts'

interface JsonTreeProps {
  readonly value: unknown
  /** The key or index in the parent value. */
  readonly name?: string
  readonly depth?: number
}

const pageSize = 100
const stringPreview = 2000
/** Levels above this depth start open if they have at most `openSize` entries. */
const openDepth = 2
const openSize = 20

/** Opens small levels at first, and shows long lists in pages of 100. */
export function JsonTree({ value, name, depth = 0 }: JsonTreeProps) {
  const size = sizeOf(value)
  const [open, setOpen] = useState(depth === 0 || (depth < openDepth && size !== null && size <= openSize))
  const label = name !== undefined && <span className="text-muted-foreground">{name}: </span>

  if (size === null || size === 0) {
    return (
      <div className="py-px pl-5 wrap-anywhere whitespace-pre-wrap">
        {label}
        <Scalar value={value} />
      </div>
    )
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        className="flex max-w-full items-start gap-1 rounded py-px text-left wrap-anywhere hover:bg-muted"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight aria-hidden className={cn('mt-0.5 size-4 shrink-0', open && 'rotate-90')} />
        <span>
          {label}
          <span className="text-muted-foreground">{summaryOf(value, size)}</span>
        </span>
      </button>
      {open && <Children value={value} depth={depth} />}
    </div>
  )
}

function Children({ value, depth }: { value: unknown; depth: number }) {
  const [shown, setShown] = useState(pageSize)
  const keys = Array.isArray(value) ? null : Object.keys(value as object)
  const size = keys?.length ?? (value as unknown[]).length
  return (
    // Only the first levels are indented, so that very deep values stay readable.
    <ul className={cn(depth < 12 && 'ml-2 border-l pl-2')}>
      {Array.from({ length: Math.min(shown, size) }, (_, index) => {
        const key = keys?.[index] ?? String(index)
        return (
          <li key={key}>
            <JsonTree name={key} value={(value as Record<string, unknown>)[key]} depth={depth + 1} />
          </li>
        )
      })}
      {size > shown && (
        <li>
          <Button variant="link" size="inline" onClick={() => setShown(shown + pageSize)}>
            Show {formatNumber(Math.min(pageSize, size - shown))} more of {formatNumber(size)}
          </Button>
        </li>
      )}
    </ul>
  )
}

/** @returns null for scalars. */
function sizeOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length
  return isRecord(value) ? Object.keys(value).length : null
}

const summaryOf = (value: unknown, size: number): string =>
  Array.isArray(value)
    ? `[${formatNumber(size)} ${size === 1 ? 'item' : 'items'}]`
    : `{${formatNumber(size)} ${size === 1 ? 'key' : 'keys'}}`

function Scalar({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false)
  if (typeof value !== 'string')
    return <span className="text-running">{JSON.stringify(value) ?? 'undefined'}</span>
  const isCut = value.length > stringPreview && !whole
  return (
    <span className="text-succeeded">
      {JSON.stringify(isCut ? value.slice(0, stringPreview) : value)}
      {isCut && (
        <Button variant="link" size="inline" className="ml-2" onClick={() => setWhole(true)}>
          Show all {formatNumber(value.length)} characters
        </Button>
      )}
    </span>
  )
}
