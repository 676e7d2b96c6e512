/** The toaster: short messages at the edge of the window, announced by screen readers. */
import { Toaster as Sonner } from 'sonner'
import type { ComponentProps } from 'react'

export { toast } from 'sonner'

export function Toaster(props: ComponentProps<typeof Sonner>) {
  return (
    <Sonner
      position="bottom-right"
      closeButton
      toastOptions={{
        classNames: {
          toast: '!bg-surface !text-foreground !border-border',
          description: '!text-muted-foreground',
          actionButton: '!bg-primary !text-primary-foreground',
        },
      }}
      {...props}
    />
  )
}
