/** The executor's parts as tabs, for narrow screens. */
import type { ReactNode } from 'react'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs.tsx'
import { paneNames } from './paneNames.ts'
import type { PaneName } from './paneNames.ts'

interface TabbedPanesProps {
  /** The active tab. */
  readonly pane: PaneName
  readonly onPane: (pane: PaneName) => void
  readonly contents: Readonly<Record<PaneName, ReactNode>>
}

/** Only the editor stays mounted in the background; the other tabs mount when they are opened. */
export function TabbedPanes({ pane, onPane, contents }: TabbedPanesProps) {
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
        // The editor stays mounted, because unmounting would lose its undo history.
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
