/** Read-only Python: plain text at first, highlighted once Monaco has loaded. */
import { useEffect, useState } from 'react'
import { useAfterPython } from '../../hooks/useAfterPython.ts'
import { useDarkTheme } from '../../hooks/useDarkTheme.ts'

interface HighlightedCodeProps {
  readonly code: string
  /** Stays plain while true, because highlighting every streamed token would be wasted. */
  readonly isWriting?: boolean
}

/** For short code in a page. It has no scroll area of its own. */
export function HighlightedCode({ code, isWriting = false }: HighlightedCodeProps) {
  const dark = useDarkTheme()
  const isDue = useAfterPython() && !isWriting
  const [coloured, setColoured] = useState<{ readonly code: string; readonly html: string } | null>(null)
  useEffect(() => {
    if (!isDue) return undefined
    let isGone = false
    void import('./colorize.ts')
      .then(({ colorize }) => colorize(code, dark))
      .then((html) => {
        if (!isGone) setColoured({ code, html })
      })
      // If Monaco cannot be loaded, the plain text stays.
      .catch(() => undefined)
    return () => {
      isGone = true
    }
  }, [code, dark, isDue])
  const classes = 'block font-mono text-[13px] leading-5 whitespace-pre'
  return coloured?.code === code ? (
    // Monaco escapes the code.
    // oxlint-disable-next-line react/no-danger
    <code className={classes} dangerouslySetInnerHTML={{ __html: coloured.html }} />
  ) : (
    <code className={classes}>{code}</code>
  )
}
