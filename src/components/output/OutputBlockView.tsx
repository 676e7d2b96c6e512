/** One block of printed text; laid out only while it is near the visible part. */
import { memo } from 'react'
import { cn } from '../ui/cn.ts'
import type { OutputBlock } from './groupOutput.ts'

const lineHeight = 20

export const OutputBlockView = memo(function OutputBlockView({ block }: { readonly block: OutputBlock }) {
  const isError = block.stream === 'stderr'
  // The last line break would open an empty line inside a block of its own.
  const text = block.text.endsWith('\n') ? block.text.slice(0, -1) : block.text
  return (
    <div
      className={cn('[content-visibility:auto]', isError && 'border-l-2 border-failed pl-2 text-failed')}
      style={{ containIntrinsicSize: `auto ${Math.max(1, block.lines) * lineHeight}px` }}
    >
      {isError && <span className="sr-only">Error output: </span>}
      {text === '' ? '\n' : text}
    </div>
  )
})
