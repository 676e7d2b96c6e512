/** The time axis of a run: the script as one bar, and each tool call as a bar at its time. */
import { useMemo } from 'react'
import type { RunView } from '../../../run/journal/viewRun.ts'
import { cn } from '../ui/cn.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'
import { layOutCalls } from './layOutCalls.ts'

interface TimeAxisProps {
  readonly view: Pick<RunView, 'calls' | 'durationMs'>
}

type EndedCall = RunView['calls'][number] & {
  readonly status: keyof typeof colours
  readonly durationMs: number
}
const hasEnded = (call: RunView['calls'][number]): call is EndedCall => call.durationMs !== null

const ticks = [0, 0.25, 0.5, 0.75, 1] as const
const colours = {
  completed: 'bg-succeeded/25 border-succeeded',
  failed: 'bg-failed/20 border-failed border-dashed',
  cancelled: 'bg-waiting/20 border-waiting border-dotted',
} as const

/** Hidden from screen readers, except for a summary in a sentence. */
export function TimeAxis({ view: { calls, durationMs } }: TimeAxisProps) {
  const placed = useMemo(() => layOutCalls(calls.filter(hasEnded)), [calls])
  const lanes = Math.max(0, ...placed.map(({ lane }) => lane + 1))
  const callsEnd = Math.max(0, ...placed.map(({ call }) => call.offsetMs + call.durationMs))
  const total = Math.max(durationMs ?? 0, callsEnd, 1)
  const share = (milliseconds: number) => `${(milliseconds / total) * 100}%`
  const scriptMs = durationMs ?? callsEnd

  return (
    <figure className="rounded-md border bg-surface p-3">
      <figcaption className="mb-2 text-xs font-semibold">
        Time
        <span className="sr-only">
          {`: the script took ${formatDuration(durationMs)} and made ${calls.length} tool calls, at most ${lanes} at once. They are listed under Tool calls.`}
        </span>
      </figcaption>
      <div aria-hidden>
        <div className="max-h-64 overflow-y-auto">
          <div className="relative h-6">
            <Bar
              left="0%"
              width={share(scriptMs)}
              className="border-running bg-running/20"
              label="Script"
              title={`Script: ${formatDuration(durationMs)}`}
            />
          </div>
          <div className="relative mt-1" style={{ height: `${lanes * 1.625}rem` }}>
            {placed.map(({ call, lane }) => (
              <Bar
                key={call.seq}
                left={share(call.offsetMs)}
                width={share(call.durationMs)}
                top={`${lane * 1.625}rem`}
                className={colours[call.status]}
                label={call.tool}
                title={`${call.tool}: began at ${formatDuration(call.offsetMs)}, took ${formatDuration(call.durationMs)}, ${call.status}`}
              />
            ))}
          </div>
        </div>
        <div className="mt-1 flex justify-between border-t pt-1 text-xs text-muted-foreground tabular-nums">
          {ticks.map((tick) => (
            <span key={tick}>{formatDuration(total * tick)}</span>
          ))}
        </div>
      </div>
    </figure>
  )
}

interface BarProps {
  readonly left: string
  readonly width: string
  readonly top?: string
  readonly className: string
  readonly label: string
  readonly title: string
}

function Bar({ left, width, top = '0', className, label, title }: BarProps) {
  return (
    <span
      title={title}
      className={cn('absolute h-6 min-w-0.5 overflow-hidden rounded-sm border', className)}
      style={{ left, width, top }}
    >
      <span className="block truncate px-1.5 font-mono text-xs leading-5.5">{label}</span>
    </span>
  )
}
