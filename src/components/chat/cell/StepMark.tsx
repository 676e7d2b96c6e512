/** The state of a step as icon, word and colour together. */
import { Ban, CircleSlash, Hand, History, Hourglass, PencilLine } from 'lucide-react'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { StepState } from './stateOfStep.ts'

const marks = {
  writing: { Icon: PencilLine, word: 'Writing code', className: 'text-running' },
  queued: { Icon: Hourglass, word: 'Queued', className: 'text-running' },
  asking: { Icon: Hand, word: 'Needs approval', className: 'text-waiting' },
  denied: { Icon: Ban, word: 'Denied', className: 'text-failed' },
  ran: { Icon: History, word: 'Run again', className: 'text-muted-foreground' },
  'not-run': { Icon: CircleSlash, word: 'Not run', className: 'text-waiting' },
} as const

export function StepMark({ state }: { readonly state: StepState }) {
  switch (state) {
    case 'running':
    case 'completed':
    case 'failed':
    case 'stopped':
      return <StatusMark status={state} />
    default: {
      const { Icon, word, className } = marks[state]
      return (
        <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${className}`}>
          <Icon aria-hidden className="size-4 shrink-0" />
          {word}
        </span>
      )
    }
  }
}
