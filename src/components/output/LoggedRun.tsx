/** The output of a run from the log, loaded when it is shown. */
import type { ReactNode } from 'react'
import { viewRun } from '../../../run/journal/viewRun.ts'
import { useExecution } from '../../hooks/useExecution.ts'
import { RunOutput } from './RunOutput.tsx'

interface LoggedRunProps {
  readonly executionId: string
  /** Shown while it is read, and if the log does not have it. */
  readonly otherwise: ReactNode
}

/** Renders `otherwise` while the run is loading, still running, or missing from the log. */
export function LoggedRun({ executionId, otherwise }: LoggedRunProps) {
  const { detail } = useExecution(executionId)
  // A run that ended here may be in the log without its end for a moment.
  if (!detail || detail.execution.status === 'running') return otherwise
  return <RunOutput view={viewRun(detail)} />
}
