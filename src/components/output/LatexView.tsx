/** LaTeX that user code made, drawn by KaTeX without the commands that lead elsewhere. */
import katex from 'katex'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { splitLatex } from './splitLatex.ts'
import 'katex/dist/katex.min.css'

export function LatexView({ source }: { readonly source: string }) {
  const parts = useMemo(() => splitLatex(source), [source])
  return (
    <div className="text-base">
      {parts.map(({ kind, source: part, isDisplay }, index) =>
        // The parts of a text never change, so their place is their identity.
        kind === 'text' ? part : <Formula key={index} source={part} isDisplay={isDisplay} />,
      )}
    </div>
  )
}

function Formula({ source, isDisplay }: { readonly source: string; readonly isDisplay: boolean }) {
  const place = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    if (place.current) katex.render(source, place.current, { ...options, displayMode: isDisplay })
  }, [source, isDisplay])
  return <span ref={place} />
}

const options = {
  // What it cannot read is shown as it stands, in the colour of faults.
  throwOnError: false,
  errorColor: 'var(--failed)',
  trust: false,
  strict: 'ignore',
  maxSize: 20,
  maxExpand: 1000,
} as const
