/** The clocks of a run: elapsed time against the limit, and how it is split between phases. */
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

/** Shorter phases are left out: nobody noticed them. */
const leastMs = 50

/** Hidden from screen readers, which would announce every tick. */
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
