/** The tool calls of a run, as they happen. */
import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import { Panel } from '../ui/panel.tsx'
import { Scroller } from '../ui/scroller.tsx'
import type { ToolCallView } from './ToolCallItem.tsx'

// The first paint has no calls to show.
const ToolCallItem = lazy(async () => ({
  default: (await import('./ToolCallItem.tsx')).ToolCallItem,
}))

interface ToolCallsPanelProps {
  readonly calls: readonly ToolCallView[]
  readonly empty: ReactNode
  /** Above the list, such as the picture of the run. */
  readonly children?: ReactNode
}

export function ToolCallsPanel({ calls, empty, children }: ToolCallsPanelProps) {
  const pending = calls.filter((call) => call.status === 'pending').length
  return (
    <Panel
      title="Tool calls"
      note={
        calls.length > 0 && `${calls.length.toLocaleString()}${pending > 0 ? `, ${pending} waiting` : ''}`
      }
    >
      <Scroller>
        {children}
        {calls.length === 0 && <p className="p-3 text-muted-foreground">{empty}</p>}
        <Suspense fallback={null}>
          <ol className="divide-y">
            {calls.map((call, index) => (
              // Calls are only ever appended, so their place is their identity.
              <ToolCallItem key={index} call={call} />
            ))}
          </ol>
        </Suspense>
      </Scroller>
    </Panel>
  )
}
