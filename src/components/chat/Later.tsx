/** A part that is loaded after the first paint. If it cannot be loaded, the rest works without it. */
import { Suspense } from 'react'
import type { ReactNode } from 'react'
import { PanelBoundary } from '../ui/panel-boundary.tsx'

interface LaterProps {
  readonly name: string
  /** Shown until the part has loaded, and if it fails. Default: nothing. */
  readonly otherwise?: ReactNode
  readonly children: ReactNode
}

/**
 * Suspense and an error boundary in one, for optional parts.
 * @param props.name The part's name, for the report of a failure.
 */
export function Later({ name, otherwise = null, children }: LaterProps) {
  return (
    <PanelBoundary name={name} fallback={otherwise}>
      <Suspense fallback={otherwise}>{children}</Suspense>
    </PanelBoundary>
  )
}
