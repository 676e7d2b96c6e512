/** The tool calls of a run in a panel, updated as they happen. */
import { memo, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/formatNumber.ts'
import type { ToolCallState } from '../../../run/journal/runState.ts'
import { Panel } from '../ui/panel.tsx'
import { Scroller } from '../ui/scroller.tsx'
import { lazyPart } from '../ui/lazy-part.ts'

// Loaded on demand, because the first paint has no calls.
const ToolCallList = lazyPart(async () => ({
  default: (await import('./ToolCallList.tsx')).ToolCallList,
}))

interface ToolCallsPanelProps {
  readonly calls: readonly ToolCallState[]
  readonly empty: ReactNode
}

export const ToolCallsPanel = memo(function ToolCallsPanel({ calls, empty }: ToolCallsPanelProps) {
  // State instead of a ref: the list must rerender once the element exists.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const pending = calls.filter((call) => call.status === 'pending').length
  return (
    <Panel
      title="Tool calls"
      note={calls.length > 0 && `${formatNumber(calls.length)}${pending > 0 ? `, ${pending} waiting` : ''}`}
    >
      <Scroller ref={setScroller}>
        {calls.length === 0 ? (
          <p className="p-3 text-muted-foreground">{empty}</p>
        ) : (
          <Suspense fallback={null}>
            <ToolCallList calls={calls} scroller={scroller} />
          </Suspense>
        )}
      </Scroller>
    </Panel>
  )
})
