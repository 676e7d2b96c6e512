/** A small window that opens from a button, for controls that do not fit a menu. */
import { Popover as PopoverPrimitive } from 'radix-ui'
import type { ComponentProps } from 'react'

export const Popover = PopoverPrimitive.Root
export const PopoverTrigger = PopoverPrimitive.Trigger

export function PopoverContent(props: ComponentProps<typeof PopoverPrimitive.Content>) {
  return (
    <PopoverPrimitive.Portal>
      <PopoverPrimitive.Content
        align="start"
        sideOffset={6}
        collisionPadding={8}
        className="z-50 max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1rem)] space-y-4 overflow-auto rounded-md border bg-surface p-3 text-foreground shadow-lg"
        {...props}
      />
    </PopoverPrimitive.Portal>
  )
}
