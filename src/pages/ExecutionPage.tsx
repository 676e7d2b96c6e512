/** /history/:id: everything that is known about one execution. */
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { viewRun } from '../../run/journal/viewRun.ts'
import { ScriptEditor } from '../components/editor/ScriptEditor.tsx'
import { ExecutionHeader } from '../components/history/ExecutionHeader.tsx'
import { TimeAxis } from '../components/history/TimeAxis.tsx'
import { OutputPanel } from '../components/output/OutputPanel.tsx'
import { ResultPanel } from '../components/output/ResultPanel.tsx'
import { ToolCallsPanel } from '../components/output/ToolCallsPanel.tsx'
import { FailureAlert } from '../components/ui/failure-alert.tsx'
import { Panel } from '../components/ui/panel.tsx'
import { useExecution } from '../hooks/useExecution.ts'
import type { ExecutionView } from '../hooks/useExecution.ts'
import { useTitle } from '../hooks/useTitle.ts'

type Detail = NonNullable<ExecutionView['detail']>

export function ExecutionPage() {
  useTitle('Execution')
  const { id = '' } = useParams()
  const { detail, isPending, error, refetch } = useExecution(id)
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto max-w-screen-2xl space-y-3 p-3">
        <FailureAlert error={error} onRetry={refetch} />
        {isPending && error === null && (
          <output className="block p-3 text-muted-foreground">Loading this execution…</output>
        )}
        {detail === null && (
          <div className="p-3">
            <h1 className="text-xl font-semibold">Execution not found</h1>
            <p className="mt-2 text-muted-foreground">
              It does not exist or belongs to another account.{' '}
              <Link to="/history" className="text-primary underline">
                See your history
              </Link>
              .
            </p>
          </div>
        )}
        {detail && <ExecutionDetail key={id} detail={detail} />}
      </div>
    </div>
  )
}

function ExecutionDetail({ detail }: { readonly detail: Detail }) {
  const { execution, delivered } = detail
  const view = viewRun(detail)
  const [reveal, setReveal] = useState<{ readonly line: number } | null>(null)
  const running = view.status === 'running'
  return (
    <>
      <ExecutionHeader execution={execution} delivered={delivered} />
      <TimeAxis view={view} />
      <div className="grid gap-3 lg:grid-cols-2 [&>*]:h-96 [&>*]:overflow-hidden [&>*]:rounded-md [&>*]:border">
        <Panel title="Script">
          <ScriptEditor
            label="Script of this execution"
            code={view.code}
            failure={view.fault}
            reveal={reveal}
          />
        </Panel>
        <OutputPanel
          view={view}
          live={false}
          empty={
            running
              ? 'The script is still running. Its output is saved when it ends.'
              : 'The script printed nothing.'
          }
          onLine={(line) => setReveal({ line })}
        />
        <ResultPanel result={view.result} empty={running ? 'The script is still running.' : 'No result'} />
        <ToolCallsPanel calls={view.calls} empty="The script called no tools." />
      </div>
    </>
  )
}
