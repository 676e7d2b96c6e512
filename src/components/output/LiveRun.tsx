/** What comes of a run of this tab, while it comes. */
import { useMemo } from 'react'
import type { PythonRunner } from '../../hooks/usePythonRunner.ts'
import { RunOutput } from './RunOutput.tsx'
import { viewRun } from './viewRun.ts'

interface LiveRunProps {
  readonly run: NonNullable<PythonRunner['run']>
  readonly onAnswer: (inputId: number, text: string) => void
}

export function LiveRun({ run, onAnswer }: LiveRunProps) {
  const view = useMemo(() => viewRun(run), [run])
  return <RunOutput view={view} onAnswer={onAnswer} />
}
