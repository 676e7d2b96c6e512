/** Renders untrusted Markdown: raw HTML stays text, and nothing is loaded from other servers. */
import { memo, useMemo } from 'react'
import type { ReactNode } from 'react'
import Markdown from 'react-markdown'
import type { Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import './markdown.css'
import { splitMarkdown } from '../../../lib/splitMarkdown.ts'

/** A fenced code block. */
export interface MarkdownFence {
  readonly code: string
  /** The info string's language as written; empty if there is none. */
  readonly language: string
}

interface MarkdownViewProps {
  readonly source: string
  /** Renders a fenced block; by default a plain `<pre>`. Must be stable, because a new function rerenders all. */
  readonly fence?: (fence: MarkdownFence) => ReactNode
}

/** GitHub-flavoured Markdown. Links open in a new tab; remote images become links. */
export const MarkdownView = memo(function MarkdownView({ source, fence }: MarkdownViewProps) {
  const components = useMemo(() => (fence ? withFences(fence) : plain), [fence])
  const { markdown, rest } = useMemo(() => splitMarkdown(source), [source])
  return (
    <div className="markdown">
      <Markdown remarkPlugins={[remarkGfm]} urlTransform={allowedUrl} components={components}>
        {markdown}
      </Markdown>
      {rest !== '' && (
        <>
          <p className="text-xs text-muted-foreground">
            From here on the text is shown as it is: it is too large or too nested to be laid out.
          </p>
          <pre className="wrap-anywhere whitespace-pre-wrap">{rest}</pre>
        </>
      )}
    </div>
  )
})

const plain: Components = {
  a: ({ href, children }) =>
    href ? (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  // Loading an image would tell its server who reads this, and could leak data in the URL.
  img: ({ src, alt }) => {
    if (typeof src !== 'string' || src === '') return <span>{alt}</span>
    if (src.startsWith('data:')) return <img src={src} alt={alt ?? ''} />
    return (
      <a href={src} target="_blank" rel="noopener noreferrer">
        {alt ? `Picture: ${alt}` : 'Picture'}
      </a>
    )
  },
}

const withFences = (fence: (fence: MarkdownFence) => ReactNode): Components => ({
  ...plain,
  pre: ({ node, children }) => {
    const code = node?.children[0]
    if (code?.type !== 'element' || code.tagName !== 'code') return <pre>{children}</pre>
    const text = code.children.map((part) => (part.type === 'text' ? part.value : '')).join('')
    const classes = code.properties['className']
    const named = Array.isArray(classes) ? classes.find((one) => String(one).startsWith('language-')) : ''
    return fence({ code: text.replace(/\n$/, ''), language: String(named ?? '').replace('language-', '') })
  },
})

/** Allows external links and inline `data:` images; drops every other URL. */
function allowedUrl(url: string, key: string): string {
  if (key === 'src' && /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(url)) return url
  return /^(https?:\/\/|mailto:)/i.test(url) ? url : ''
}
