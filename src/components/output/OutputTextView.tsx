/** Printed text between two displays, or all of it. */
import { useState } from 'react'
import { groupOutput, noOutput } from './groupOutput.ts'
import type { OutputText } from '../../../run/journal/cutOutput.ts'
import { OutputBlockView } from './OutputBlockView.tsx'

export function OutputTextView({ text }: { readonly text: readonly OutputText[] }) {
  const { blocks } = useGroupedOutput(text)
  if (blocks.length === 0) return null
  return (
    <div className="font-mono text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap">
      {blocks.map((block, index) => (
        // Blocks are only ever appended, so their place is their identity.
        <OutputBlockView key={index} block={block} />
      ))}
    </div>
  )
}

/** Keeps what was grouped before, so that each new piece costs its own length only. */
function useGroupedOutput(output: readonly OutputText[]) {
  const [former, setFormer] = useState(noOutput)
  const grouped = groupOutput(former, output)
  if (grouped !== former) setFormer(grouped)
  return grouped
}
