/** What the script prints, while it prints, and how it failed. */
import { Fragment, memo, useMemo } from 'react'
import type { ReactNode } from 'react'
import type { RunDisplay } from '../../../contract/run/displayBundle.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { Scroller } from '../ui/scroller.tsx'
import { cutOutput } from './cutOutput.ts'
import { DisplayView } from './DisplayView.tsx'
import type { OutputText } from './groupOutput.ts'
import { OutputTextView } from './OutputTextView.tsx'
import { useFollowedEnd } from './useFollowedEnd.ts'

interface OutputPanelProps {
  readonly output: readonly OutputText[]
  readonly displays: readonly RunDisplay[]
  /** Characters beyond the limit, which were counted but not kept. */
  readonly omitted: number
  /** Whether the end is kept in view while more is printed. */
  readonly live: boolean
  /** Said where nothing is printed. */
  readonly empty: ReactNode
  /** Below the output, such as how the run failed. */
  readonly children?: ReactNode
  /** Above and below what scrolls, such as a bar and a question. */
  readonly top?: ReactNode
  readonly bottom?: ReactNode
}

export const OutputPanel = memo(function OutputPanel({
  output,
  displays,
  omitted,
  live,
  empty,
  children,
  top,
  bottom,
}: OutputPanelProps) {
  const parts = useMemo(() => cutOutput(output, displays), [output, displays])
  const { scroller, content, following, follow, noteScroll } = useFollowedEnd(live)
  const text = () => output.map((piece) => piece.text).join('')

  return (
    <Panel
      title="Output"
      note={omitted > 0 && `${formatNumber(omitted)} characters left out`}
      actions={
        <>
          {live && !following && (
            <Button variant="ghost" size="small" onClick={follow}>
              Follow
            </Button>
          )}
          <CopyButton what="output" text={text} disabled={output.length === 0} />
        </>
      }
    >
      <div className="flex h-full flex-col">
        {top}
        <Scroller ref={scroller} onScroll={noteScroll} className="min-h-0 flex-1">
          <div ref={content} className="flex min-w-0 flex-col gap-2 p-3">
            {output.length === 0 && displays.length === 0 && !children && (
              <p className="text-muted-foreground">{empty}</p>
            )}
            {parts.map(({ text, display }, index) => (
              // Parts are only ever appended, so their place is their identity.
              <Fragment key={index}>
                <OutputTextView text={text} />
                {display && <DisplayView bundle={display.bundle} number={index + 1} />}
              </Fragment>
            ))}
            {omitted > 0 && (
              <p className="border-t pt-2 text-muted-foreground">
                The script printed {formatNumber(omitted)} characters more. They are beyond the limit and were
                not kept.
              </p>
            )}
            {children}
          </div>
        </Scroller>
        {bottom}
      </div>
    </Panel>
  )
})
