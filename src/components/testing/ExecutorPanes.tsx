/** How the executor's parts stand: side by side in panes of remembered size, on a phone as tabs. */
import type { ReactNode } from 'react'
import type { Layout, LayoutChangedMeta } from 'react-resizable-panels'
import { usePreferences } from '../../hooks/usePreferences.ts'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import { ResizableHandle, ResizablePanel, ResizablePanelGroup } from '../ui/resizable.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs.tsx'

const paneNames = ['Examples', 'Script', 'Output', 'Result', 'Tool calls'] as const
export type PaneName = (typeof paneNames)[number]

interface ExecutorPanesProps {
  readonly wide: boolean
  /** The tab that is in front on a phone. */
  readonly pane: PaneName
  readonly onPane: (pane: PaneName) => void
  readonly contents: Readonly<Record<PaneName, ReactNode>>
}

export function ExecutorPanes({ wide, pane, onPane, contents }: ExecutorPanesProps) {
  return wide ? (
    <SplitPanes contents={contents} />
  ) : (
    <TabbedPanes pane={pane} onPane={onPane} contents={contents} />
  )
}

function SplitPanes({ contents }: Pick<ExecutorPanesProps, 'contents'>) {
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

/** Sizes of one group, as this browser remembers them. */
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

function TabbedPanes({ pane, onPane, contents }: Omit<ExecutorPanesProps, 'wide'>) {
  return (
    <Tabs
      value={pane}
      onValueChange={(value) => onPane(paneNames.find((name) => name === value) ?? 'Script')}
      className="flex h-full min-h-0 flex-col"
    >
      <TabsList aria-label="Parts of the workbench">
        {paneNames.map((name) => (
          <TabsTrigger key={name} value={name}>
            {name}
          </TabsTrigger>
        ))}
      </TabsList>
      {paneNames.map((name) => (
        // The editor stays mounted, so that its undo history outlives a look at the output.
        <TabsContent
          key={name}
          value={name}
          className="min-h-0 flex-1 data-[state=inactive]:hidden"
          {...(name === 'Script' ? { forceMount: true } : {})}
        >
          {contents[name]}
        </TabsContent>
      ))}
    </Tabs>
  )
}
