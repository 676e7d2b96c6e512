/** /history/:id: all that is known of one run. */
import { useMemo, useState } from 'react'
import { Link, useParams } from 'react-router'
import { ScriptEditor } from '../components/editor/ScriptEditor.tsx'
import { bundleOf } from '../components/output/bundleOf.ts'
import { ExecutionHeader } from '../components/history/ExecutionHeader.tsx'
import { readMetadata } from '../components/output/readMetadata.ts'
import { TimeAxis } from '../components/history/TimeAxis.tsx'
import { OutputPanel } from '../components/output/OutputPanel.tsx'
import { ResultPanel } from '../components/output/ResultPanel.tsx'
import { RunFailure } from '../components/output/RunFailure.tsx'
import { ToolCallsPanel } from '../components/output/ToolCallsPanel.tsx'
import { viewToolCall } from '../components/output/viewRun.ts'
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
          <output className="block p-3 text-muted-foreground">Reading this execution…</output>
        )}
        {detail === null && (
          <div className="p-3">
            <h1 className="text-xl font-semibold">There is no such execution</h1>
            <p className="mt-2 text-muted-foreground">
              It may belong to another account.{' '}
              <Link to="/history" className="text-primary underline">
                See your history
              </Link>
              .
            </p>
          </div>
        )}
        {detail && <ExecutionDetail key={id} {...detail} />}
      </div>
    </div>
  )
}

function ExecutionDetail({ execution, toolCalls, delivered }: Detail) {
  const calls = useMemo(() => toolCalls.map(viewToolCall), [toolCalls])
  const result = useMemo(() => bundleOf(execution), [execution])
  const output = useMemo(
    () => (execution.output === '' ? [] : [{ stream: 'stdout' as const, text: execution.output }]),
    [execution.output],
  )
  const { code, error_code, error_message } = execution
  const { line, outputOmitted } = readMetadata(execution)
  const [reveal, setReveal] = useState<{ readonly line: number } | null>(null)
  const failure = useMemo(
    () => (line === null || error_code === 'stopped' ? null : { line, message: error_message ?? '' }),
    [line, error_code, error_message],
  )
  const running = execution.status === 'running'
  return (
    <>
      <ExecutionHeader execution={execution} delivered={delivered} />
      <TimeAxis execution={execution} calls={toolCalls} />
      <div className="grid gap-3 lg:grid-cols-2 [&>*]:h-96 [&>*]:overflow-hidden [&>*]:rounded-md [&>*]:border">
        <Panel title="Script">
          <ScriptEditor label="Script of this execution" code={code} failure={failure} reveal={reveal} />
        </Panel>
        <OutputPanel
          output={output}
          displays={execution.displays}
          omitted={outputOmitted}
          live={false}
          empty={
            running
              ? 'The script is still running; its output is saved when it ends.'
              : 'The script printed nothing.'
          }
        >
          {execution.status === 'failed' && (
            <RunFailure
              code={error_code}
              message={error_message}
              traceback={execution.traceback}
              onLine={(target) => setReveal({ line: target })}
            />
          )}
        </OutputPanel>
        <ResultPanel result={result} empty={running ? 'The script is still running.' : 'No result'} />
        <ToolCallsPanel calls={calls} empty="The script called no tool." />
      </div>
    </>
  )
}
