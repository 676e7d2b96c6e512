/** One fact about an AI provider: a name and a value, as a row of a description list. */
import type { ReactNode } from 'react'

interface AiFactProps {
  readonly name: string
  readonly children: ReactNode
}

/**
 * Must stand inside a `<dl>`.
 * @param props.name At most about ten characters; longer names wrap.
 */
export function AiFact({ name, children }: AiFactProps) {
  return (
    <div className="flex gap-x-3">
      <dt className="w-20 shrink-0 text-muted-foreground">{name}</dt>
      <dd className="min-w-0 flex-1 wrap-anywhere tabular-nums">{children}</dd>
    </div>
  )
}
