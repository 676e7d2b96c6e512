/** What the model said, as Markdown that keeps up with the stream. */
import { useDeferredValue } from 'react'
import { useChatContext } from './ChatContext.ts'
import { CodeBlock } from './CodeBlock.tsx'
import type { Fence } from './ChatWindowParts.ts'

export function AnswerText({ text }: { readonly text: string }) {
  const { parts } = useChatContext()
  // Reading the whole text at each word must not hold up typing and scrolling.
  const source = useDeferredValue(text)
  if (text.trim() === '') return null
  return parts.markdown({ source, fence: drawFence })
}

const drawFence = (fence: Fence) => <CodeBlock {...fence} />
