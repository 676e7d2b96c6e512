/** Printed text. What draws its colours and links is loaded with the first text that has some. */
import { Suspense } from 'react'
import { lazyPart } from '../ui/lazy-part.ts'
import { hasLooks, withoutEscapes } from './terminal.ts'

const StyledText = lazyPart(async () => ({ default: (await import('./StyledText.tsx')).StyledText }))

interface TerminalTextProps {
  readonly text: string
  /** The terminal sequences that set the colours with which it begins. */
  readonly style?: string
}

export function TerminalText({ text, style = '' }: TerminalTextProps) {
  if (style === '' && !hasLooks(text)) return text
  return (
    <Suspense fallback={withoutEscapes(text)}>
      <StyledText text={text} style={style} />
    </Suspense>
  )
}
