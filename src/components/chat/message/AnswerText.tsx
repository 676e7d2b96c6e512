/** The text of an answer, as Markdown that keeps up with the stream. */
import { useDeferredValue } from 'react'
import { useChatContext } from '../ChatContext.ts'
import { CodeBlock } from './CodeBlock.tsx'
import type { Fence } from '../ChatWindowParts.ts'

/** Beyond 40,000 characters, the text is shown without Markdown. */
export function AnswerText({ text }: { readonly text: string }) {
  const { parts } = useChatContext()
  // Parsing the whole text on each token must not block typing and scrolling.
  const source = useDeferredValue(text)
  if (text.trim() === '') return null
  if (source.length <= markdownCharacters) return parts.markdown({ source, fence: drawFence })
  const lineEnd = source.lastIndexOf('\n', markdownCharacters)
  const end = lineEnd > 0 ? lineEnd : markdownCharacters
  return (
    <>
      {parts.markdown({ source: source.slice(0, end), fence: drawFence })}
      <p className="text-xs text-muted-foreground">
        This answer is very long. The rest is shown as plain text.
      </p>
      <p className="wrap-anywhere whitespace-pre-wrap">{source.slice(end).trimStart()}</p>
    </>
  )
}

/** More could not be parsed and rendered on each token. Answers rarely reach a tenth of it. */
const markdownCharacters = 40_000

const drawFence = (fence: Fence) => <CodeBlock {...fence} />
