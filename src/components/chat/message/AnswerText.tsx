/** What the model said, as Markdown that keeps up with the stream. */
import { useDeferredValue } from 'react'
import { useChatContext } from '../ChatContext.ts'
import { CodeBlock } from './CodeBlock.tsx'
import type { Fence } from '../ChatWindowParts.ts'

export function AnswerText({ text }: { readonly text: string }) {
  const { parts } = useChatContext()
  // Reading the whole text at each word must not hold up typing and scrolling.
  const source = useDeferredValue(text)
  if (text.trim() === '') return null
  if (source.length <= markdownCharacters) return parts.markdown({ source, fence: drawFence })
  const lineEnd = source.lastIndexOf('\n', markdownCharacters)
  const end = lineEnd > 0 ? lineEnd : markdownCharacters
  return (
    <>
      {parts.markdown({ source: source.slice(0, end), fence: drawFence })}
      <p className="text-xs text-muted-foreground">
        The rest of this long answer is shown as it was written, without Markdown.
      </p>
      <p className="wrap-anywhere whitespace-pre-wrap">{source.slice(end).trimStart()}</p>
    </>
  )
}

/** What a page can read and draw again at each word; answers are seldom a tenth of it. */
const markdownCharacters = 40_000

const drawFence = (fence: Fence) => <CodeBlock {...fence} />
