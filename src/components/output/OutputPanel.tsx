/** What the script prints, while it prints, and how it failed. */
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { Scroller } from '../ui/scroller.tsx'
import { groupOutput, noOutput } from './groupOutput.ts'
import type { OutputText } from './groupOutput.ts'
import { OutputBlockView } from './OutputBlockView.tsx'

interface OutputPanelProps {
  readonly output: readonly OutputText[]
  /** Characters beyond the limit, which were counted but not kept. */
  readonly omitted: number
  /** Whether the end is kept in view while more is printed. */
  readonly live: boolean
  /** Said where nothing is printed. */
  readonly empty: ReactNode
  /** Below the output, such as how the run failed. */
  readonly children?: ReactNode
}

export function OutputPanel({ output, omitted, live, empty, children }: OutputPanelProps) {
  const { blocks } = useGroupedOutput(output)
  const { scroller, content, following, follow, noteScroll } = useFollowedEnd(live)
  const text = () => output.map((piece) => piece.text).join('')

  return (
    <Panel
      title="Output"
      note={omitted > 0 && `${omitted.toLocaleString()} characters left out`}
      actions={
        <>
          {live && !following && (
            <Button variant="ghost" size="small" onClick={follow}>
              Follow
            </Button>
          )}
          <CopyButton what="output" text={text} disabled={blocks.length === 0} />
        </>
      }
    >
      <Scroller ref={scroller} onScroll={noteScroll}>
        <div ref={content} className="flex min-w-0 flex-col gap-2 p-3">
          {blocks.length === 0 && !children && <p className="text-muted-foreground">{empty}</p>}
          {blocks.length > 0 && (
            <div className="font-mono text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap">
              {blocks.map((block, index) => (
                // Blocks are only ever appended, so their place is their identity.
                <OutputBlockView key={index} block={block} />
              ))}
            </div>
          )}
          {omitted > 0 && (
            <p className="border-t pt-2 text-muted-foreground">
              The script printed {omitted.toLocaleString()} characters more. They are beyond the limit and
              were not kept.
            </p>
          )}
          {children}
        </div>
      </Scroller>
    </Panel>
  )
}

/** Keeps what was grouped before, so that each new piece costs its own length only. */
function useGroupedOutput(output: readonly OutputText[]) {
  const [former, setFormer] = useState(noOutput)
  const grouped = groupOutput(former, output)
  if (grouped !== former) setFormer(grouped)
  return grouped
}

/** Keeps the end in view until the person scrolls up, and again once they come back to it. */
function useFollowedEnd(live: boolean) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState(live)

  useEffect(() => {
    if (!following || !content.current) return undefined
    const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
    toEnd()
    const observer = new ResizeObserver(toEnd)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [following])

  const lastTop = useRef(0)
  const noteScroll = () => {
    const element = scroller.current
    if (!element) return
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight
    // Only a move upwards lets go: growth alone moves the end away too.
    if (fromEnd < 8) setFollowing(live)
    else if (element.scrollTop < lastTop.current) setFollowing(false)
    lastTop.current = element.scrollTop
  }
  return { scroller, content, following, follow: () => setFollowing(true), noteScroll }
}
