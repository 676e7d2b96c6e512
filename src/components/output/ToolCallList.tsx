/** Tool calls in a list; only those near the visible part are in the page, so that thousands cost as little as a few. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useState, type RefObject } from 'react'
import { ToolCallItem, type ToolCallView } from './ToolCallItem.tsx'

interface ToolCallListProps {
  readonly calls: readonly ToolCallView[]
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** Of a folded call, in pixels; unfolded ones are measured. */
const rowHeight = 37
/** Rows beyond the visible ones, so that fast scrolling meets no gap. */
const spareRows = 12

export function ToolCallList({ calls, scroller }: ToolCallListProps) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is handed on to what is memoized
  const { getVirtualItems, getTotalSize, measureElement } = useVirtualizer({
    count: calls.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: spareRows,
  })
  const toggle = (place: number) => {
    const next = new Set(unfolded)
    if (!next.delete(place)) next.add(place)
    setUnfolded(next)
  }
  return (
    <ol className="relative" style={{ height: getTotalSize() }}>
      {getVirtualItems().map(({ index, start }) => {
        const call = calls[index]
        return (
          call && (
            <li
              // Calls are only ever appended, so their place is their identity.
              key={index}
              ref={measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={calls.length}
              className="absolute inset-x-0 top-0 border-b"
              style={{ transform: `translateY(${start}px)` }}
            >
              <ToolCallItem call={call} isOpen={unfolded.has(index)} onToggle={() => toggle(index)} />
            </li>
          )
        )
      })}
    </ol>
  )
}
