/** The executor's parts side by side, in resizable panes. */
import type { ReactNode } from 'react'
import type { Layout, LayoutChangedMeta } from 'react-resizable-panels'
import { usePreferences } from '../../hooks/usePreferences.ts'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import { ResizableHandle, ResizablePanel, ResizablePanelGroup } from '../ui/resizable.tsx'
import type { PaneName } from './paneNames.ts'

interface SplitPanesProps {
  readonly contents: Readonly<Record<PaneName, ReactNode>>
}

/** Sizes are saved in the preferences when the user changes them. */
export function SplitPanes({ contents }: SplitPanesProps) {
  const columns = useSizes('executor-columns')
  const rows = useSizes('executor-rows')
  return (
    <ResizablePanelGroup orientation="horizontal" {...columns}>
      <ResizablePanel
        id="examples"
        defaultSize="17%"
        minSize={160}
        maxSize="35%"
        collapsible
        collapsedSize={0}
      >
        <PanelBoundary name="The examples">{contents.Examples}</PanelBoundary>
      </ResizablePanel>
      <ResizableHandle aria-label="Width of the examples" />
      <ResizablePanel id="script" minSize={280}>
        <PanelBoundary name="The editor">{contents.Script}</PanelBoundary>
      </ResizablePanel>
      <ResizableHandle aria-label="Width of the editor" />
      <ResizablePanel id="outcome" defaultSize="42%" minSize={280}>
        <ResizablePanelGroup orientation="vertical" {...rows}>
          <ResizablePanel id="output" defaultSize="40%" minSize={36}>
            {contents.Output}
          </ResizablePanel>
          <ResizableHandle aria-label="Height of the output" />
          <ResizablePanel id="result" defaultSize="35%" minSize={36}>
            {contents.Result}
          </ResizablePanel>
          <ResizableHandle aria-label="Height of the result" />
          <ResizablePanel id="tool-calls" minSize={36}>
            {contents['Tool calls']}
          </ResizablePanel>
        </ResizablePanelGroup>
      </ResizablePanel>
    </ResizablePanelGroup>
  )
}

/** Restores and saves the sizes of one group of panes. */
function useSizes(group: string) {
  const { preferences, update } = usePreferences()
  const saved = preferences.panes[group]
  return {
    ...(saved ? { defaultLayout: { ...saved } } : {}),
    onLayoutChanged: (layout: Layout, { isUserInteraction }: LayoutChangedMeta) => {
      if (isUserInteraction) update({ panes: { ...preferences.panes, [group]: layout } })
    },
  }
}
