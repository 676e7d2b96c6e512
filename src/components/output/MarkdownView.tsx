/** Markdown that user code made, drawn as elements: raw HTML in it stays text, and it loads nothing. */
import Markdown from 'react-markdown'
import type { Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import './markdown.css'

const components: Components = {
  a: ({ href, children }) =>
    href ? (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
}

export function MarkdownView({ source }: { readonly source: string }) {
  return (
    <div className="markdown">
      <Markdown remarkPlugins={[remarkGfm]} urlTransform={allowedUrl} components={components}>
        {source}
      </Markdown>
    </div>
  )
}

/** Links lead out of the app only, in a tab of their own; images are in the text itself. */
function allowedUrl(url: string, key: string): string {
  if (key === 'src') return /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(url) ? url : ''
  return key === 'href' && /^(https?:\/\/|mailto:)/i.test(url) ? url : ''
}
