/** One block of printed text. The browser lays it out only near the visible part. */
import { memo } from 'react'
import { cn } from '../ui/cn.ts'
import { TerminalText } from './TerminalText.tsx'
import type { OutputBlock } from './groupOutput.ts'

const lineHeight = 20

/** Blocks are immutable, so memoization skips all but the last one. */
export const OutputBlockView = memo(function OutputBlockView({ block }: { readonly block: OutputBlock }) {
  const isError = block.stream === 'stderr'
  // A trailing line break would add an empty line at the end of each block.
  const text = block.text.endsWith('\n') ? block.text.slice(0, -1) : block.text
  return (
    <div
      className={cn('[content-visibility:auto]', isError && 'border-l-2 border-failed pl-2 text-failed')}
      style={{ containIntrinsicSize: `auto ${Math.max(1, block.lines) * lineHeight}px` }}
    >
      {isError && <span className="sr-only">Error output: </span>}
      {text === '' ? '\n' : <TerminalText text={text} style={block.style} />}
    </div>
  )
})
