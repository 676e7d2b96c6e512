/** A choice from a short list, as the platform draws it. */
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export function NativeSelect({ className, ...props }: ComponentProps<'select'>) {
  return <select className={cn('h-9 rounded-md border border-input bg-surface px-2', className)} {...props} />
}
