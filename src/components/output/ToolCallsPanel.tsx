/** The tool calls of a run, as they happen. */
import type { ReactNode } from 'react'
import { Panel } from '../ui/panel.tsx'
import { Scroller } from '../ui/scroller.tsx'
import { ToolCallItem } from './ToolCallItem.tsx'
import type { ToolCallView } from './ToolCallItem.tsx'

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
        <ol className="divide-y">
          {calls.map((call, index) => (
            // Calls are only ever appended, so their place is their identity.
            <ToolCallItem key={index} call={call} />
          ))}
        </ol>
      </Scroller>
    </Panel>
  )
}
