/** The tool calls of a run, as they happen. */
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { Scroller } from '../ui/scroller.tsx'
import type { ToolCallView } from './ToolCallItem.tsx'

// The first paint has no calls to show.
const ToolCallItem = lazy(async () => ({
  default: (await import('./ToolCallItem.tsx')).ToolCallItem,
}))

/** A page with thousands of calls would be slow to draw, while the latest are what one looks for. */
const shownAtFirst = 200

interface ToolCallsPanelProps {
  readonly calls: readonly ToolCallView[]
  readonly empty: ReactNode
  /** Above the list, such as the picture of the run. */
  readonly children?: ReactNode
}

export function ToolCallsPanel({ calls, empty, children }: ToolCallsPanelProps) {
  const [isWhole, setIsWhole] = useState(false)
  const earlier = isWhole ? 0 : Math.max(0, calls.length - shownAtFirst)
  const pending = calls.filter((call) => call.status === 'pending').length
  return (
    <Panel
      title="Tool calls"
      note={
        calls.length > 0 && `${calls.length.toLocaleString('en')}${pending > 0 ? `, ${pending} waiting` : ''}`
      }
    >
      <Scroller>
        {children}
        {calls.length === 0 && <p className="p-3 text-muted-foreground">{empty}</p>}
        <Suspense fallback={null}>
          {earlier > 0 && (
            <Button variant="outline" size="small" className="m-2" onClick={() => setIsWhole(true)}>
              Show {earlier.toLocaleString('en')} earlier calls
            </Button>
          )}
          <ol className="divide-y" start={earlier + 1}>
            {calls.slice(earlier).map((call, index) => (
              // Calls are only ever appended, so their place is their identity.
              <ToolCallItem key={earlier + index} call={call} />
            ))}
          </ol>
        </Suspense>
      </Scroller>
    </Panel>
  )
}
