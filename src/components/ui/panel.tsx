/** A named region with a heading, actions, and a body that scrolls by itself. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { PanelBoundary } from './panel-boundary.tsx'

interface PanelProps {
  readonly title: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}

/**
 * The body has its own `PanelBoundary`.
 * @param props.note Small text beside the title.
 * @param props.actions Icon buttons at the right of the header.
 */
export function Panel({ title, note, actions, children, className }: PanelProps) {
  const headingId = useId()
  return (
    <section
      aria-labelledby={headingId}
      className={cn('flex h-full min-h-0 min-w-0 flex-col bg-surface', className)}
    >
      <header className="flex h-9 shrink-0 items-center gap-2 border-b px-3">
        <h2 id={headingId} className="text-xs font-semibold whitespace-nowrap">
          {title}
        </h2>
        <div className="min-w-0 flex-1 truncate text-xs text-muted-foreground">{note}</div>
        <div className="flex shrink-0 items-center gap-0.5">{actions}</div>
      </header>
      <div className="relative min-h-0 flex-1">
        <PanelBoundary name={title}>{children}</PanelBoundary>
      </div>
    </section>
  )
}
