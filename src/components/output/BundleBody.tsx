/** Renders one form of a value. Each renderer is loaded when it is first needed. */
import { Suspense } from 'react'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import type { BundleForm } from './viewBundle.ts'
import { lazyPart } from '../ui/lazy-part.ts'

const JsonTree = lazyPart(async () => ({ default: (await import('./JsonTree.tsx')).JsonTree }))
const ResultTable = lazyPart(async () => ({ default: (await import('./ResultTable.tsx')).ResultTable }))
const MarkdownView = lazyPart(async () => ({
  default: (await import('../ui/markdown-view.tsx')).MarkdownView,
}))
const HtmlFrame = lazyPart(async () => ({ default: (await import('./HtmlFrame.tsx')).HtmlFrame }))
const ImageView = lazyPart(async () => ({ default: (await import('./ImageView.tsx')).ImageView }))
const LatexView = lazyPart(async () => ({ default: (await import('./LatexView.tsx')).LatexView }))

interface BundleBodyProps {
  readonly form: BundleForm
  readonly what: string
  /** Fills its panel. Otherwise the height is limited to 20 rem. */
  readonly fills: boolean
  /** Switches to the text form, which every value has; offered if this form cannot be rendered. */
  readonly onText: () => void
}

/**
 * Safe for untrusted values: every renderer keeps scripts and network access out.
 * @param props.form One of the forms of `viewBundle`.
 * @param props.what Names the value in sentences and accessible names, such as "result".
 */
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
  // `contain` clips the content, so that it cannot cover the rest of the page.
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
