/** Python that is looked at: plain at once, in the editor's colours when Monaco is there. */
import { useEffect, useState } from 'react'
import { useAfterPython } from '../../hooks/useAfterPython.ts'
import { useDarkTheme } from '../../hooks/useDarkTheme.ts'

interface HighlightedCodeProps {
  readonly code: string
  /** While it is being written it stays plain. */
  readonly isWriting?: boolean
}

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
      // Where Monaco cannot be loaded, plain text does.
      .catch(() => undefined)
    return () => {
      isGone = true
    }
  }, [code, dark, isDue])
  const classes = 'block font-mono text-[13px] leading-5 whitespace-pre'
  return coloured?.code === code ? (
    // Monaco escapes what it colours.
    // oxlint-disable-next-line react/no-danger
    <code className={classes} dangerouslySetInnerHTML={{ __html: coloured.html }} />
  ) : (
    <code className={classes}>{code}</code>
  )
}
