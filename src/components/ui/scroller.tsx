/** A part that scrolls by itself, with the keyboard too. */
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export function Scroller({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      // Not every browser lets the keyboard into what scrolls by itself.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cn('h-full overflow-auto -outline-offset-2', className)}
      {...props}
    />
  )
}
