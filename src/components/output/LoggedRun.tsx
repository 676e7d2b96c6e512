/** What came of a run of another visit, read from the log when it is looked at. */
import type { ReactNode } from 'react'
import { useExecution } from '../../hooks/useExecution.ts'
import { RunOutput } from './RunOutput.tsx'
import { viewExecution } from './viewRun.ts'

interface LoggedRunProps {
  readonly executionId: string
  /** While it is read, and where the log does not have it. */
  readonly otherwise: ReactNode
}

export function LoggedRun({ executionId, otherwise }: LoggedRunProps) {
  const { detail } = useExecution(executionId)
  // One that ended here may be in the log without its end for a moment.
  if (!detail || detail.execution.status === 'running') return otherwise
  return <RunOutput view={viewExecution(detail)} onAnswer={() => undefined} />
}
