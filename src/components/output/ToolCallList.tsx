/** A virtual list of tool calls: only rows near the visible part are rendered. */
import { useVirtualizer } from '@tanstack/react-virtual'
import type { ToolCallState } from '../../../run/journal/runState.ts'
import { ToolCallItem } from './ToolCallItem.tsx'
import { useUnfolded } from './useUnfolded.ts'

interface ToolCallListProps {
  readonly calls: readonly ToolCallState[]
  readonly scroller: HTMLDivElement | null
}

/** Height of a folded call in pixels. Unfolded ones are measured. */
const rowHeight = 37
/** Overscan: extra rows on both sides, so that fast scrolling shows no gap. */
const spareRows = 8

/** @param props.scroller The scroll container. null renders nothing yet. */
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
              // Calls are only appended, so the index is a stable key.
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
