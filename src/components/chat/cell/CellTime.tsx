/** The duration of a step, or a clock while it runs. */
import { useRunClocks } from '../../../hooks/useRunClocks.ts'
import { formatDuration } from '../../../../lib/formatDuration.ts'
import type { PythonPart, StepRun } from '../ChatWindowParts.ts'
import type { StepDetails } from './useStepDetails.ts'

interface CellTimeProps {
  readonly part: PythonPart
  readonly details: StepDetails
}

/** Renders nothing if the duration is unknown, as for reruns of an earlier visit. */
export function CellTime({ part, details: { stepRun, hasRerun, showsFirst } }: CellTimeProps) {
  if (stepRun && stepRun.run.phase !== 'ended') return <Clock run={stepRun.run} />
  const observed = part.state === 'output-available' && (!hasRerun || showsFirst) ? part.output.ms : null
  const ms = stepRun ? stepRun.run.durationMs : observed
  if (ms === null) return null
  return (
    <span className="text-muted-foreground tabular-nums" title={`${ms.toFixed(1)} ms`}>
      {formatDuration(ms)}
    </span>
  )
}

function Clock({ run }: { readonly run: StepRun['run'] }) {
  const { running, tools } = useRunClocks(run)
  const { phase, packages } = run
  const spent = `${((running + tools) / 1000).toFixed(1)} s of ${formatDuration(run.limits.runSeconds * 1000)}`
  const words = {
    waiting: 'Python is starting',
    preparing: spent,
    packages: packages === null ? 'Packages' : 'Downloading packages',
    stopping: 'Stopping',
    running: spent,
    ended: '',
  } as const
  return (
    <span aria-hidden className="text-muted-foreground tabular-nums">
      {words[phase]}
    </span>
  )
}
