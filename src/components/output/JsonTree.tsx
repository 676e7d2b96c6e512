/** A value as a tree. Folded parts are not rendered, so large and deep values stay cheap. */
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { cn } from '../ui/cn.ts'
import { Button } from '../ui/button.tsx'
import { Verbatim } from '../../../lib/exactJson.ts'
import { Collection, partsOf, writeShown, type ShownValue } from './shownValue.ts'

interface JsonTreeProps {
  readonly value: ShownValue
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
  const size = partsOf(value)?.values.length ?? null
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

function Children({ value, depth }: { value: ShownValue; depth: number }) {
  const [shown, setShown] = useState(pageSize)
  const { names, values } = partsOf(value) ?? { names: null, values: [] }
  const size = values.length
  return (
    // Only the first levels are indented, so that very deep values stay readable.
    <ul className={cn(depth < 12 && 'ml-2 border-l pl-2')}>
      {Array.from({ length: Math.min(shown, size) }, (_, index) => {
        return (
          // Parts never move, so the index is a stable key.
          <li key={index}>
            <JsonTree
              name={names?.[index] ?? String(index)}
              value={values[index] ?? null}
              depth={depth + 1}
            />
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

function summaryOf(value: ShownValue, size: number): string {
  const count = (one: string) => `${formatNumber(size)} ${size === 1 ? one : `${one}s`}`
  if (value instanceof Collection && value.type !== 'dict')
    return `${value.type}(${count(value.names === null ? 'item' : 'field')})`
  return Array.isArray(value) ? `[${count('item')}]` : `{${count('key')}}`
}

function Scalar({ value }: { value: ShownValue }) {
  const [whole, setWhole] = useState(false)
  const source = value instanceof Verbatim ? value.text : value
  const isText = typeof value === 'string'
  if (typeof source !== 'string') return <span className="text-running">{writeShown(value)}</span>
  const isCut = source.length > stringPreview && !whole
  const shown = isCut ? source.slice(0, stringPreview) : source
  return (
    <span className={isText ? 'text-succeeded' : 'text-running'}>
      {isText ? JSON.stringify(shown) : shown}
      {isCut && (
        <Button variant="link" size="inline" className="ml-2" onClick={() => setWhole(true)}>
          Show all {formatNumber(source.length)} characters
        </Button>
      )}
    </span>
  )
}
