/** A code block in an answer, with Copy and, for Python, Open in editor. */
import { PencilLine } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { useChatContext } from '../ChatContext.ts'
import type { Fence } from '../ChatWindowParts.ts'

export function CodeBlock({ code, language }: Fence) {
  const { parts, openInEditor } = useChatContext()
  const isPython = /^(python|py)$/i.test(language)
  return (
    <figure className="overflow-hidden rounded-md border bg-surface">
      <figcaption className="flex items-center border-b bg-muted/50 pl-3 text-xs text-muted-foreground">
        <span className="mr-auto truncate font-mono">{language === '' ? 'text' : language}</span>
        {isPython && (
          <Button variant="ghost" size="small" onClick={() => openInEditor('From the chat', code)}>
            <PencilLine aria-hidden /> Open in editor
          </Button>
        )}
        <CopyButton what="code" text={() => code} />
      </figcaption>
      <Scroller className="h-auto max-h-120 p-3">
        {isPython ? (
          parts.code({ code, isWriting: false })
        ) : (
          <code className="block font-mono text-[13px] leading-5 whitespace-pre">{code}</code>
        )}
      </Scroller>
    </figure>
  )
}
