/** A notice inside a panel: what happened, and what to do about it. */
import { CircleAlert, CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

interface AlertProps {
  readonly tone?: 'failed' | 'waiting'
  readonly children: ReactNode
  /** Buttons, such as Retry. */
  readonly actions?: ReactNode
  readonly className?: string
}

/** Announced by screen readers: `failed` interrupts, `waiting` does not. */
export function Alert({ tone = 'failed', children, actions, className }: AlertProps) {
  const Icon = tone === 'failed' ? CircleAlert : CloudOff
  return (
    <div
      role={tone === 'failed' ? 'alert' : 'status'}
      className={cn(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border bg-surface p-3',
        tone === 'failed' ? 'border-failed/50' : 'border-waiting/50',
        className,
      )}
    >
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0', tone === 'failed' ? 'text-failed' : 'text-waiting')}
      />
      <div className="min-w-0 flex-1 basis-48 wrap-anywhere">{children}</div>
      {actions}
    </div>
  )
}
