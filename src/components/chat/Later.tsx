/** A part whose code is loaded after the first paint; where it cannot be loaded, the rest works without it. */
import { Suspense } from 'react'
import type { ReactNode } from 'react'
import { PanelBoundary } from '../ui/panel-boundary.tsx'

interface LaterProps {
  readonly name: string
  /** In its place until then, and where it does not come. */
  readonly otherwise?: ReactNode
  readonly children: ReactNode
}

export function Later({ name, otherwise = null, children }: LaterProps) {
  return (
    <PanelBoundary name={name} fallback={otherwise}>
      <Suspense fallback={otherwise}>{children}</Suspense>
    </PanelBoundary>
  )
}
