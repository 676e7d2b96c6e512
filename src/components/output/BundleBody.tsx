/** One form of a shown value. What draws it is loaded when the first of its kind is shown. */
import { Suspense } from 'react'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import { HtmlFrame } from './HtmlFrame.tsx'
import { JsonTree } from './JsonTree.tsx'
import type { BundleForm } from './viewBundle.ts'
import { lazyPart } from '../ui/lazy-part.ts'

const ResultTable = lazyPart(async () => ({ default: (await import('./ResultTable.tsx')).ResultTable }))
const MarkdownView = lazyPart(async () => ({
  default: (await import('../ui/markdown-view.tsx')).MarkdownView,
}))
const ImageView = lazyPart(async () => ({ default: (await import('./ImageView.tsx')).ImageView }))
const LatexView = lazyPart(async () => ({ default: (await import('./LatexView.tsx')).LatexView }))

interface BundleBodyProps {
  readonly form: BundleForm
  readonly what: string
  /** Whether it may fill the panel that it stands in; else it is at most a third of a screen high. */
  readonly fills: boolean
  /** Shows the form that every value has, where this one cannot be drawn. */
  readonly onText: () => void
}

export function BundleBody(props: BundleBodyProps) {
  return (
    <PanelBoundary name={`The ${props.what}`} subject={props.form}>
      <Suspense fallback={<p className="p-3 text-muted-foreground">Loading…</p>}>
        <Content {...props} />
      </Suspense>
    </PanelBoundary>
  )
}

function Content({ form: { content, name }, what, fills, onText }: BundleBodyProps) {
  // `contain` keeps whatever is in it inside: nothing may be drawn over the rest of the page.
  const box = `overflow-auto contain-content ${fills ? 'h-full' : 'max-h-80'}`
  switch (content.kind) {
    case 'table':
      return <ResultTable table={content.table} name={what} fills={fills} />
    case 'html':
      return <HtmlFrame source={content.source} title={`${name} ${what}`} fills={fills} />
    case 'image':
      return (
        <div className={`${box} p-3`}>
          <ImageView url={content.url} name={name} what={what} onText={onText} />
        </div>
      )
    case 'audio':
      return (
        <div className="p-3">
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- speech that a script made has none */}
          <audio controls src={content.url} aria-label={`Audio of the ${what}`} className="w-full max-w-md" />
        </div>
      )
    case 'markdown':
      return (
        <div className={`${box} p-3`}>
          <MarkdownView source={content.source} />
        </div>
      )
    case 'latex':
      return (
        <div className={`${box} p-3`}>
          <LatexView source={content.source} />
        </div>
      )
    case 'tree':
      return (
        <div className={`${box} p-3 pl-2 font-mono text-[13px] leading-5`}>
          <JsonTree value={content.value} />
        </div>
      )
    case 'text':
      return (
        <pre className={`${box} p-3 font-mono text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap`}>
          {content.source}
        </pre>
      )
  }
}
