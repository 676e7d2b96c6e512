/** A scroll area that the keyboard can reach. */
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** Fills its container; override the height with `className`. */
export function Scroller({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      // Not every browser makes a scroll area focusable.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cn('h-full overflow-auto -outline-offset-2', className)}
      {...props}
    />
  )
}
