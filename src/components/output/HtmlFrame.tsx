/** HTML that user code made, in a frame of no origin that runs no script, loads nothing and leads nowhere. */
import { useMemo } from 'react'
import { useDarkTheme } from '../../hooks/useDarkTheme.ts'
import { frameDocument } from './frameDocument.ts'

interface HtmlFrameProps {
  readonly source: string
  readonly title: string
  readonly fills: boolean
}

export function HtmlFrame({ source, title, fills }: HtmlFrameProps) {
  const dark = useDarkTheme()
  const page = useMemo(() => frameDocument(source, dark), [source, dark])
  return (
    <iframe
      title={title}
      // Nothing is allowed: no scripts, no origin, no forms, no windows, no leaving the frame.
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={page}
      className="block w-full resize-y"
      style={{ height: fills ? '100%' : `${guessHeight(source)}px`, colorScheme: dark ? 'dark' : 'light' }}
    />
  )
}

/** A frame without an origin cannot be measured, so its lines are counted; what is higher scrolls. */
function guessHeight(source: string): number {
  const lines = source.match(/<(tr|p|li|br|div|h[1-6]|pre|hr)\b/gi)?.length ?? 0
  const hasImage = /<(img|svg|canvas|video)\b/i.test(source)
  return Math.min(320, Math.max(hasImage ? 240 : 48, 32 + lines * 26))
}
