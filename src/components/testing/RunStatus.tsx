/** The status line: what Python is doing, how far it is, and how long it takes. */
import type { PythonRunner } from '../../hooks/usePythonRunner.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'
import { cn } from '../ui/cn.ts'
import { RunClocks } from './RunClocks.tsx'

const steps = {
  download: 'Downloading Python',
  interpreter: 'Starting the interpreter',
  'standard-library': 'Loading the standard library',
  tools: 'Preparing the tools',
} as const

const dots = {
  booting: 'bg-waiting animate-pulse',
  ready: 'bg-succeeded',
  running: 'bg-running animate-pulse',
  failed: 'bg-failed',
  stopped: 'bg-waiting',
} as const

/** After a run, the line is about its outcome, even while the next interpreter is starting. */
function dotOf({ status, run }: PythonRunner): keyof typeof dots {
  if (run?.outcome == null || (status !== 'ready' && status !== 'booting')) return status
  if (run.outcome.status === 'completed') return 'ready'
  return run.outcome.code === 'stopped' ? 'stopped' : 'failed'
}

/** The sentence is announced when it changes; the clocks beside it are not. */
export function RunStatus({ runner }: { readonly runner: PythonRunner }) {
  const { status, interpreter, run } = runner
  return (
    <div className="flex min-w-0 items-center gap-2 text-xs">
      <span aria-hidden className={cn('size-2 shrink-0 rounded-full', dots[dotOf(runner)])} />
      {/* Announced as a whole. The clock is outside, because it would be announced on every tick. */}
      <output data-state={status} data-execution={run?.executionId} className="truncate">
        {sentenceOf(runner)}
      </output>
      {status === 'booting' &&
        run?.phase !== 'ended' &&
        interpreter.phase === 'booting' &&
        interpreter.share !== null && (
          <progress
            aria-label="Download"
            className="h-1.5 w-20 shrink-0 accent-primary"
            max={1}
            value={interpreter.share}
          />
        )}
      {run?.phase === 'packages' && run.packages && (
        <progress
          aria-label="Packages"
          className="h-1.5 w-20 shrink-0 accent-primary"
          max={1}
          value={run.packages.share}
        />
      )}
      {run !== null && (run.startedAtMs !== null || run.phase === 'packages') && <RunClocks run={run} />}
    </div>
  )
}

function sentenceOf({ interpreter, run, status }: PythonRunner): string {
  if (run?.phase === 'stopping') return 'Stopping…'
  if (run !== null && run.questions.length > 0) return 'Waiting for your answer'
  if (run?.phase === 'packages') return packagesSentence(run.packages)
  if (status === 'running') return 'Running'
  if (interpreter.phase === 'failed') return 'Python did not start'
  // After a run, the next interpreter starts in the background. The run's outcome matters more.
  if (interpreter.phase === 'booting' && run?.phase !== 'ended') {
    const step = `${steps[interpreter.step]}…`
    return run?.phase === 'waiting' ? `${step} Your script runs as soon as Python is ready.` : step
  }
  if (run === null || run.outcome === null) return 'Python is ready'
  // A script that did not start has no duration.
  const took =
    run.durationMs === null || run.startedAtMs === null ? '' : ` in ${formatDuration(run.durationMs)}`
  return run.outcome.status === 'completed' ? `Completed${took}` : `${failureWords[run.outcome.code]}${took}`
}

function packagesSentence(packages: NonNullable<PythonRunner['run']>['packages']): string {
  if (packages?.share === 1) return 'Installing packages…'
  return packages?.name ? `Downloading the package ${packages.name}…` : 'Resolving packages…'
}

const failureWords = {
  exception: 'Failed',
  exited: 'Exited',
  stopped: 'Stopped',
  'timed-out': 'Timed out',
  'out-of-memory': 'Out of memory',
  'interpreter-died': 'Python crashed',
  interrupted: 'Interrupted',
  'packages-unavailable': 'Not started',
  'server-unavailable': 'Not started',
} as const
