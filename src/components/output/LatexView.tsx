/** Untrusted LaTeX, rendered by KaTeX with links and other risky commands disabled. */
import katex from 'katex'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { splitLatex } from './splitLatex.ts'
import 'katex/dist/katex.min.css'

export function LatexView({ source }: { readonly source: string }) {
  const parts = useMemo(() => splitLatex(source), [source])
  return (
    <div className="text-base">
      {parts.map(({ kind, source: part, isDisplay }, index) =>
        // The parts of a text never change, so the index is a stable key.
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
  // Invalid LaTeX is shown as source text, in the colour of errors.
  throwOnError: false,
  errorColor: 'var(--failed)',
  trust: false,
  strict: 'ignore',
  maxSize: 20,
  maxExpand: 1000,
} as const
