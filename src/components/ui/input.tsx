/** A one-line text field. */
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      className={cn(
        'h-9 min-w-0 rounded-md border border-input bg-surface px-3 placeholder:text-muted-foreground disabled:opacity-50 aria-invalid:border-failed',
        className,
      )}
      {...props}
    />
  )
}
