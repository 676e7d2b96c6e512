/** How the executor's parts stand: side by side, on a phone as tabs. */
import { memo, Suspense } from 'react'
import type { ReactNode } from 'react'
import type { PaneName } from './paneNames.ts'
import { lazyPart } from '../ui/lazy-part.ts'

// A screen needs only one of them at first; src/app loads the other ahead.
const SplitPanes = lazyPart(async () => ({ default: (await import('./SplitPanes.tsx')).SplitPanes }))
const TabbedPanes = lazyPart(async () => ({ default: (await import('./TabbedPanes.tsx')).TabbedPanes }))

interface ExecutorPanesProps {
  readonly wide: boolean
  /** The tab that is in front on a phone. */
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
