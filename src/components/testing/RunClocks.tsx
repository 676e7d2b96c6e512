/** Where the time of a run goes: each clock that has something to say, and for a run that goes on its limit. */
import type { PythonRunner } from '../../hooks/usePythonRunner.ts'
import { useRunClocks } from '../../hooks/useRunClocks.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'

const names = [
  ['starting', 'start'],
  ['packages', 'packages'],
  ['running', 'Python'],
  ['tools', 'tools'],
  ['answering', 'your answer'],
] as const

/** A shorter time is nothing that anybody waited for. */
const leastMs = 50

export function RunClocks({ run }: { readonly run: NonNullable<PythonRunner['run']> }) {
  const isOver = run.phase === 'ended'
  const clocks = useRunClocks(run)
  const shown = names.filter(([key]) => (clocks[key] ?? 0) >= leastMs)
  const elapsed = (clocks.running + clocks.tools) / 1000
  return (
    <span aria-hidden className="min-w-0 truncate text-muted-foreground tabular-nums">
      {!isOver &&
        run.startedAtMs !== null &&
        `${elapsed.toFixed(1)} s of ${formatDuration(run.limits.runSeconds * 1000)} `}
      {shown.length > 1 &&
        `(${shown.map(([key, name]) => `${name} ${formatDuration(clocks[key])}`).join(' · ')})`}
    </span>
  )
}
