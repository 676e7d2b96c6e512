/** A status as icon, word and colour together. */
import { Ban, CircleCheck, CircleX, Clock, LoaderCircle } from 'lucide-react'
import { cn } from './cn.ts'

const marks = {
  asking: { Icon: Clock, word: 'Needs approval', className: 'text-running' },
  pending: { Icon: LoaderCircle, word: 'Waiting', className: 'text-running' },
  running: { Icon: LoaderCircle, word: 'Running', className: 'text-running' },
  completed: { Icon: CircleCheck, word: 'Completed', className: 'text-succeeded' },
  failed: { Icon: CircleX, word: 'Failed', className: 'text-failed' },
  cancelled: { Icon: Ban, word: 'Cancelled', className: 'text-waiting' },
  stopped: { Icon: Ban, word: 'Stopped', className: 'text-waiting' },
  'timed-out': { Icon: Clock, word: 'Timed out', className: 'text-failed' },
} as const

/** Statuses of runs and of tool calls. */
export type MarkedStatus = keyof typeof marks

interface StatusMarkProps {
  readonly status: MarkedStatus
  /** Hides the word visually, for narrow columns. */
  readonly compact?: boolean
}

export function StatusMark({ status, compact = false }: StatusMarkProps) {
  const { Icon, word, className } = marks[status]
  const turning = Icon === LoaderCircle
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', className)} title={word}>
      <Icon aria-hidden className={cn('size-4 shrink-0', turning && 'animate-spin')} />
      <span className={cn(compact && 'sr-only')}>{word}</span>
    </span>
  )
}
