/** Arranges the executor's parts: side by side on a wide screen, as tabs on a phone. */
import { memo, Suspense } from 'react'
import type { ReactNode } from 'react'
import type { PaneName } from './paneNames.ts'
import { lazyPart } from '../ui/lazy-part.ts'

// A screen needs only one of the two at first; src/app preloads the other.
const SplitPanes = lazyPart(async () => ({ default: (await import('./SplitPanes.tsx')).SplitPanes }))
const TabbedPanes = lazyPart(async () => ({ default: (await import('./TabbedPanes.tsx')).TabbedPanes }))

interface ExecutorPanesProps {
  readonly wide: boolean
  /** The active tab on a phone. */
  readonly pane: PaneName
  readonly onPane: (pane: PaneName) => void
  readonly contents: Readonly<Record<PaneName, ReactNode>>
}

export const ExecutorPanes = memo(function ExecutorPanes({
  wide,
  pane,
  onPane,
  contents,
}: ExecutorPanesProps) {
  return (
    <Suspense fallback={null}>
      {wide ? (
        <SplitPanes contents={contents} />
      ) : (
        <TabbedPanes pane={pane} onPane={onPane} contents={contents} />
      )}
    </Suspense>
  )
})
