/** The interpreter's state in a few words, for pages other than Scripts. */
import { usePythonRunner } from '../../hooks/usePythonRunner.ts'
import { markOf } from '../ui/mark-of.ts'
import { StatusMark } from '../ui/status-mark.tsx'

/** Announced by screen readers when it changes. */
export function InterpreterState() {
  const { status, run } = usePythonRunner()
  const isAsking = run !== null && run.phase !== 'stopping' && run.questions.length > 0
  return (
    <output className="flex min-w-0 items-center gap-1.5 px-2 text-xs whitespace-nowrap text-muted-foreground">
      {status === 'running' && (isAsking ? 'Waiting for your answer' : <StatusMark status="running" />)}
      {status === 'booting' && !run?.outcome && 'Python is starting'}
      {status === 'failed' && 'Python did not start'}
      {status === 'ready' && !run?.outcome && 'Python is ready'}
      {(status === 'ready' || status === 'booting') && run?.outcome && (
        <>
          Last run{' '}
          <StatusMark
            status={markOf(run.outcome.status, run.outcome.status === 'failed' ? run.outcome.code : null)}
          />
        </>
      )}
    </output>
  )
}
