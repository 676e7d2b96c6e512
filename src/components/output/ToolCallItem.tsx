/** One tool call in a row: tool, status and duration; arguments and response when unfolded. */
import { ChevronRight } from 'lucide-react'
import { memo, Suspense } from 'react'
import { cn } from '../ui/cn.ts'
import { readExactJson, writeExactJson } from '../../../lib/exactJson.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'
import type { ToolCallState } from '../../../run/journal/runState.ts'
import { lazyPart } from '../ui/lazy-part.ts'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import { StatusMark } from '../ui/status-mark.tsx'

const ToolCallDetails = lazyPart(async () => ({
  default: (await import('./ToolCallDetails.tsx')).ToolCallDetails,
}))

const previewCharacters = 160

interface ToolCallItemProps {
  readonly call: ToolCallState
  /** The index in the list, passed to `onToggle`. */
  readonly place: number
  readonly isOpen: boolean
  readonly onToggle: (place: number) => void
}

// Memoized: the list rerenders many times a second, while most calls stay the same.
export const ToolCallItem = memo(function ToolCallItem({ call, place, isOpen, onToggle }: ToolCallItemProps) {
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        className="flex w-full items-center gap-2 px-3 py-2 text-left -outline-offset-2 hover:bg-muted"
        onClick={() => onToggle(place)}
      >
        <ChevronRight aria-hidden className={cn('size-4 shrink-0', isOpen && 'rotate-90')} />
        <span className="min-w-0 flex-1 truncate font-mono text-[13px]">
          {call.tool.slice(0, previewCharacters)}
          <span className="text-muted-foreground">{preview(call.requestJson)}</span>
        </span>
        <span className="shrink-0 text-xs">
          <StatusMark status={call.status} />
        </span>
        <span
          className="w-14 shrink-0 text-right text-xs text-muted-foreground tabular-nums"
          title={`Started ${formatDuration(call.offsetMs)} after the script${call.durationMs === null ? '' : `, took ${call.durationMs.toFixed(1)} ms`}`}
        >
          {call.durationMs === null ? '' : formatDuration(call.durationMs)}
        </span>
      </button>
      {isOpen && (
        <PanelBoundary name="The tool call" subject={call}>
          <Suspense fallback={<p className="px-3 pb-3 pl-9 text-muted-foreground">Loading…</p>}>
            <ToolCallDetails call={call} />
          </Suspense>
        </PanelBoundary>
      )}
    </>
  )
})

/** A preview of the arguments in Python syntax, cut: `(url="https://…", limit=3)`. */
function preview(requestJson: string): string {
  const request = readExactJson(requestJson)
  if (!(request instanceof Map)) return '(…)'
  const parts: string[] = []
  let length = 0
  for (const [name, value] of request) {
    if (length > previewCharacters) break
    const hasParts = value instanceof Map || Array.isArray(value)
    const part = `${name}=${hasParts ? '…' : writeExactJson(value).slice(0, previewCharacters)}`
    parts.push(part)
    length += part.length
  }
  return `(${parts.join(', ')})`
}
