/** Split panes with a handle that pointer and keyboard can move. */
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export const ResizablePanelGroup = Group
export const ResizablePanel = Panel

export function ResizableHandle({ className, ...props }: ComponentProps<typeof Separator>) {
  return (
    <Separator
      className={cn(
        'relative shrink-0 bg-border transition-colors hover:bg-ring focus-visible:bg-ring aria-[orientation=horizontal]:h-px aria-[orientation=vertical]:w-px',
        className,
      )}
      {...props}
    />
  )
}
