/** One thing that is known of an AI provider, with its name before it. */
import type { ReactNode } from 'react'

interface AiFactProps {
  readonly name: string
  readonly children: ReactNode
}

export function AiFact({ name, children }: AiFactProps) {
  return (
    <div className="flex gap-x-3">
      <dt className="w-20 shrink-0 text-muted-foreground">{name}</dt>
      <dd className="min-w-0 flex-1 wrap-anywhere tabular-nums">{children}</dd>
    </div>
  )
}
