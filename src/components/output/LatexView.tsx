/** LaTeX that user code made, drawn by KaTeX without the commands that lead elsewhere. */
import katex from 'katex'
import { useLayoutEffect, useRef } from 'react'
import 'katex/dist/katex.min.css'

export function LatexView({ source }: { readonly source: string }) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (place.current) katex.render(withoutDelimiters(source), place.current, options)
  }, [source])
  return <div ref={place} className="text-base" />
}

const options = {
  displayMode: true,
  // What it cannot read is shown as it stands, in red.
  throwOnError: false,
  trust: false,
  strict: 'ignore',
  maxSize: 20,
  maxExpand: 1000,
} as const

/** Python's objects wrap formulas as text editors expect them: $…$, $$…$$, \(…\), \[…\]. */
function withoutDelimiters(source: string): string {
  const text = source.trim()
  const match =
    /^\$\$([^]*)\$\$$/.exec(text) ??
    /^\$([^$]*)\$$/.exec(text) ??
    /^\\\[([^]*)\\\]$/.exec(text) ??
    /^\\\(([^]*)\\\)$/.exec(text)
  return match?.[1] ?? text
}
