/** Tool calls in a list; only those near the visible part are in the page, so that thousands cost as little as a few. */
import { useVirtualizer } from '@tanstack/react-virtual'
import type { ToolCallState } from '../../../run/journal/runState.ts'
import { ToolCallItem } from './ToolCallItem.tsx'
import { useUnfolded } from './useUnfolded.ts'

interface ToolCallListProps {
  readonly calls: readonly ToolCallState[]
  readonly scroller: HTMLDivElement | null
}

/** Of a folded call, in pixels; unfolded ones are measured. */
const rowHeight = 37
/** Rows beyond the visible ones, so that fast scrolling meets no gap. */
const spareRows = 8

export function ToolCallList({ calls, scroller }: ToolCallListProps) {
  const { unfolded, toggle } = useUnfolded()
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is handed on to what is memoized
  const { getVirtualItems, getTotalSize, measureElement } = useVirtualizer({
    count: calls.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: spareRows,
  })
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
              <ToolCallItem call={call} place={index} isOpen={unfolded.has(index)} onToggle={toggle} />
            </li>
          )
        )
      })}
    </ol>
  )
}
