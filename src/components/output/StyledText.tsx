/** Printed text with the colours and links that it has in a terminal. Untrusted: nothing of it becomes HTML. */
import { memo } from 'react'
import type { CSSProperties } from 'react'
import { readLooks, type StyledPiece } from './readLooks.ts'
import './terminal.css'

interface StyledTextProps {
  readonly text: string
  /** The terminal sequences that set the colours with which it begins. */
  readonly style?: string
}

export const StyledText = memo(function StyledText({ text, style = '' }: StyledTextProps) {
  return readLooks(text, style).map(({ text: piece, href, ...look }, index) => {
    const css = cssOf(look)
    // A text never changes, so the index is a stable key.
    return href === undefined ? (
      <span key={index} style={css}>
        {piece}
      </span>
    ) : (
      // The address may differ from the text.
      <a
        key={index}
        href={href}
        title={href}
        target="_blank"
        rel="noopener noreferrer"
        className="underline"
        style={css}
      >
        {piece}
      </a>
    )
  })
})

function cssOf({
  color,
  background,
  decorations,
}: Pick<StyledPiece, 'color' | 'background' | 'decorations'>) {
  const has = (name: string) => decorations.includes(name)
  const isReversed = has('reverse')
  const lines = [has('underline') && 'underline', has('strikethrough') && 'line-through'].filter(Boolean)
  const css: CSSProperties = {}
  if (isReversed || color !== undefined) css.color = isReversed ? (background ?? 'var(--surface)') : color
  if (isReversed || background !== undefined)
    css.backgroundColor = isReversed ? (color ?? 'var(--foreground)') : background
  if (has('bold')) css.fontWeight = 600
  if (has('italic')) css.fontStyle = 'italic'
  if (has('dim')) css.opacity = 0.7
  if (lines.length > 0) css.textDecorationLine = lines.join(' ')
  return css
}
