/** Untrusted HTML in a sandboxed frame: no scripts, no network, no navigation. */
import { useMemo } from 'react'
import { useDarkTheme } from '../../hooks/useDarkTheme.ts'
import { cleanHtml } from './cleanHtml.ts'
import { frameDocument } from './frameDocument.ts'

interface HtmlFrameProps {
  readonly source: string
  readonly title: string
  readonly fills: boolean
}

/**
 * The frame has an opaque origin, so the page cannot reach into it, nor it into the page.
 * @param props.fills Fills the container; otherwise the height is estimated from the HTML.
 */
export function HtmlFrame({ source, title, fills }: HtmlFrameProps) {
  const dark = useDarkTheme()
  const page = useMemo(() => frameDocument(cleanHtml(source), dark), [source, dark])
  return (
    <iframe
      title={title}
      // An empty sandbox allows nothing: no scripts, origin, forms, popups or navigation.
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={page}
      className="block w-full resize-y"
      style={{ height: fills ? '100%' : `${guessHeight(source)}px`, colorScheme: dark ? 'dark' : 'light' }}
    />
  )
}

/** Estimates the height in pixels by counting lines, because a sandboxed frame cannot be measured. */
function guessHeight(source: string): number {
  const lines = source.match(/<(tr|p|li|br|div|h[1-6]|pre|hr)\b/gi)?.length ?? 0
  const hasImage = /<(img|svg|canvas|video)\b/i.test(source)
  return Math.min(320, Math.max(hasImage ? 240 : 48, 32 + lines * 26))
}
