/** Markdown that nobody vouches for, drawn as elements: raw HTML in it stays text, and it loads nothing. */
import { memo, useMemo } from 'react'
import type { ReactNode } from 'react'
import Markdown from 'react-markdown'
import type { Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import './markdown.css'

export interface MarkdownFence {
  readonly code: string
  /** As it was written: '' where none was. */
  readonly language: string
}

interface MarkdownViewProps {
  readonly source: string
  /** Draws a fenced block; without it, fences are plain. The same function from render to render. */
  readonly fence?: (fence: MarkdownFence) => ReactNode
}

export const MarkdownView = memo(function MarkdownView({ source, fence }: MarkdownViewProps) {
  const components = useMemo(() => (fence ? withFences(fence) : plain), [fence])
  return (
    <div className="markdown">
      <Markdown remarkPlugins={[remarkGfm]} urlTransform={allowedUrl} components={components}>
        {source}
      </Markdown>
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
  // Merely to load a picture tells its server who reads this, and whatever its address holds.
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

/** Links lead out of the app only, in a tab of their own; pictures are in the text itself. */
function allowedUrl(url: string, key: string): string {
  if (key === 'src' && /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(url)) return url
  return /^(https?:\/\/|mailto:)/i.test(url) ? url : ''
}
