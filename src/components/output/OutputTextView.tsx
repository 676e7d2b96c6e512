/** Printed text between two displays. */
import { useState } from 'react'
import { groupOutput, noOutput } from './groupOutput.ts'
import type { OutputText } from '../../../run/journal/cutOutput.ts'
import { OutputBlockView } from './OutputBlockView.tsx'

/** @param props.text Pieces in order. Appending pieces only processes the new ones. */
export function OutputTextView({ text }: { readonly text: readonly OutputText[] }) {
  const { blocks } = useGroupedOutput(text)
  if (blocks.length === 0) return null
  return (
    <div className="font-mono text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap">
      {blocks.map((block, index) => (
        // Blocks are only appended, so the index is a stable key.
        <OutputBlockView key={index} block={block} />
      ))}
    </div>
  )
}

/** Groups incrementally: each new piece costs only its own length. */
function useGroupedOutput(output: readonly OutputText[]) {
  const [former, setFormer] = useState(noOutput)
  const grouped = groupOutput(former, output)
  if (grouped !== former) setFormer(grouped)
  return grouped
}
