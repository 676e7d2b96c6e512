/** A choice from a short list, using the platform's own control. */
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export function NativeSelect({ className, ...props }: ComponentProps<'select'>) {
  return <select className={cn('h-9 rounded-md border border-input bg-surface px-2', className)} {...props} />
}
