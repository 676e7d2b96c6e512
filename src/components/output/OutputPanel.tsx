/** The output of a run in a panel: printed text and displays, progress, questions, and the failure. */
import { memo } from 'react'
import type { ReactNode } from 'react'
import type { RunView } from '../../../run/journal/viewRun.ts'
import { formatBytes } from '../../../lib/formatBytes.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { Scroller } from '../ui/scroller.tsx'
import { PrintedOutput } from './PrintedOutput.tsx'
import { ProgressBar } from './ProgressBar.tsx'
import { RunFailure } from './RunFailure.tsx'
import { RunQuestion } from './RunQuestion.tsx'
import { withoutEscapes } from './terminal.ts'
import { useFollowedEnd } from './useFollowedEnd.ts'

interface OutputPanelProps {
  /** null: nothing has been run yet. */
  readonly view: RunView | null
  /** Whether the end is kept in view while more is printed. */
  readonly live: boolean
  /** Said if there is no output. */
  readonly empty: ReactNode
  /** If given, lines of the script in a traceback lead to the editor. */
  readonly onLine?: (line: number) => void
  /** If given, questions of the script can be answered. */
  readonly onAnswer?: (inputId: number, text: string | null) => void
}

/** Memoized: pass stable `onLine` and `onAnswer`. Follows the end while `live`, until the user scrolls up. */
export const OutputPanel = memo(function OutputPanel(props: OutputPanelProps) {
  const { view, live, empty, onLine, onAnswer } = props
  const { scroller, content, following, follow, noteScroll } = useFollowedEnd(live)
  const { output = [], outputOmitted = 0, progress, failure } = view ?? {}
  const pieces = output.flatMap(({ text }) => text)

  return (
    <Panel
      title="Output"
      note={outputOmitted > 0 && `${formatBytes(outputOmitted)} left out`}
      actions={
        <>
          {live && !following && (
            <Button variant="ghost" size="small" onClick={follow}>
              Follow
            </Button>
          )}
          <CopyButton
            what="output"
            text={() => withoutEscapes(pieces.map(({ text }) => text).join(''))}
            disabled={pieces.length === 0}
          />
        </>
      }
    >
      <div className="flex h-full flex-col">
        {progress && <ProgressBar {...progress} />}
        <Scroller ref={scroller} onScroll={noteScroll} className="min-h-0 flex-1">
          <div ref={content} className="flex min-w-0 flex-col gap-2 p-3">
            {output.length === 0 && !failure && <p className="text-muted-foreground">{empty}</p>}
            <PrintedOutput output={output} omitted={outputOmitted} />
            {failure && <RunFailure {...failure} {...(onLine && { onLine })} />}
          </div>
        </Scroller>
        {view && onAnswer && <RunQuestion view={view} onAnswer={onAnswer} />}
      </div>
    </Panel>
  )
})
