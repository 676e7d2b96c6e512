/** The header of an execution: status, time and duration, and the actions on its script. */
import { ArrowLeft, PencilLine, Play } from 'lucide-react'
import type { MouseEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Execution } from '../../../contract/run/executions.ts'
import { useOpenScript } from '../../hooks/useOpenScript.ts'
import { usePythonRunner } from '../../hooks/usePythonRunner.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'
import { formatWhen } from '../../../lib/formatWhen.ts'
import { formatTime } from '../../../lib/formatTime.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { showToast } from '../ui/show-toast.ts'
import { markOf } from '../ui/mark-of.ts'
import { StatusMark } from '../ui/status-mark.tsx'
import { sourceName } from './sourceName.ts'

interface ExecutionHeaderProps {
  readonly execution: Execution
  readonly delivered: boolean
}

/** Running again navigates to the Scripts page and starts the script there. */
export function ExecutionHeader({ execution, delivered }: ExecutionHeaderProps) {
  const { code, started_at, duration_ms, source, workflow_id, exit_code } = execution
  const navigate = useNavigate()
  const { open } = useOpenScript()
  const { run, status, execute } = usePythonRunner()
  const startedAt = formatTime(started_at)

  const openInEditor = ({ detail }: MouseEvent) => {
    open({ name: `Run of ${startedAt}`, code, workflowId: workflow_id })
    // A click by keyboard has `detail` 0: the user goes on typing in the editor.
    void navigate('/scripts', { state: { takesFocus: detail === 0 } })
  }
  const runAgain = (event: MouseEvent) => {
    if (run !== null && run.phase !== 'ended') {
      showToast('Another script is running. Stop it, or wait until it ends.', { tone: 'error' })
      return
    }
    openInEditor(event)
    if (status === 'failed') return
    execute({ code, source: 'direct', workflowId: workflow_id, conversationId: null, messageId: null })
  }

  return (
    <header>
      <Link
        to="/history"
        className="inline-flex items-center gap-1 text-muted-foreground hover:text-foreground"
      >
        <ArrowLeft aria-hidden className="size-4" /> History
      </Link>
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="sr-only">Execution of {startedAt}</h1>
        <StatusMark status={markOf(execution.status, execution.error_code)} />
        <p className="text-muted-foreground">
          <time dateTime={started_at} title={startedAt}>
            {formatWhen(started_at)}
          </time>
          {duration_ms !== null && (
            <span title={`${duration_ms.toFixed(1)} ms`}> · {formatDuration(duration_ms)}</span>
          )}
          {` · ${sourceName(source)}`}
          {execution.executor === 'edge' && ' · on the server'}
          {exit_code !== null && exit_code !== 0 && ` · exit code ${exit_code}`}
          {!delivered && <span className="text-waiting"> · not saved yet</span>}
        </p>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <CopyButton what="script" text={() => code} />
          <Button onClick={openInEditor}>
            <PencilLine aria-hidden /> Open in editor
          </Button>
          <Button variant="primary" onClick={runAgain}>
            <Play aria-hidden /> Run again
          </Button>
        </div>
      </div>
    </header>
  )
}
