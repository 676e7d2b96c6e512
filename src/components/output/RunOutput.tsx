/** The whole outcome of a run, top to bottom and with limited height: the body of a chat cell. */
import { useMemo, useState } from 'react'
import { formatNumber } from '../../../lib/formatNumber.ts'
import type { RunView } from '../../../run/journal/viewRun.ts'
import { Button } from '../ui/button.tsx'
import { Scroller } from '../ui/scroller.tsx'
import { BundleActions } from './BundleActions.tsx'
import { BundleBody } from './BundleBody.tsx'
import { PrintedOutput } from './PrintedOutput.tsx'
import { ProgressBar } from './ProgressBar.tsx'
import { RunFailure } from './RunFailure.tsx'
import { RunQuestion } from './RunQuestion.tsx'
import { ToolCallItem } from './ToolCallItem.tsx'
import { useUnfolded } from './useUnfolded.ts'
import { useFollowedEnd } from './useFollowedEnd.ts'
import { viewBundle } from './viewBundle.ts'
import type { BundleForm } from './viewBundle.ts'

interface RunOutputProps {
  readonly view: RunView
  /** If given, questions of the script can be answered. */
  readonly onAnswer?: (inputId: number, text: string | null) => void
}

/** Like the panels of the Scripts page, but as high as its content up to a limit. */
export function RunOutput({ view, onAnswer }: RunOutputProps) {
  const { status, output, progress, result, failure, calls } = view
  return (
    <>
      {status === 'running' && progress && <ProgressBar {...progress} />}
      {output.length > 0 && <Printed view={view} />}
      {result !== null && <Result bundle={result} />}
      {failure && (
        <div className="border-t p-3">
          <RunFailure {...failure} />
        </div>
      )}
      {calls.length > 0 && <ToolCalls calls={calls} />}
      {onAnswer && <RunQuestion view={view} onAnswer={onAnswer} />}
    </>
  )
}

function Printed({ view: { output, outputOmitted, status } }: { readonly view: RunView }) {
  const { scroller, content, noteScroll } = useFollowedEnd(status === 'running')
  return (
    <section aria-label="Output" className="border-t">
      <Scroller ref={scroller} onScroll={noteScroll} className="h-auto max-h-96">
        <div ref={content} className="flex min-w-0 flex-col gap-2 p-3">
          <PrintedOutput output={output} omitted={outputOmitted} />
        </div>
      </Scroller>
    </section>
  )
}

function Result({ bundle }: { readonly bundle: NonNullable<RunView['result']> }) {
  const forms = useMemo(() => viewBundle(bundle, 'Result'), [bundle])
  const [chosen, setChosen] = useState<BundleForm['name'] | null>(null)
  const form = forms.find(({ name }) => name === chosen) ?? forms[0]
  return (
    <section aria-label="Result" className="border-t">
      <div className="flex items-center justify-end gap-0.5 px-1 pt-0.5">
        <h4 className="mr-auto pl-2 text-xs font-medium text-muted-foreground">Result</h4>
        <BundleActions what="result" forms={forms} form={form} onForm={setChosen} />
      </div>
      <BundleBody key={form.name} form={form} what="result" fills={false} onText={() => setChosen('Text')} />
      {bundle.note !== undefined && (
        <p className="border-t px-3 py-1.5 text-xs text-waiting">{bundle.note}</p>
      )}
    </section>
  )
}

/** Further calls are shown on request. */
const callsShown = 20

function ToolCalls({ calls }: { readonly calls: RunView['calls'] }) {
  const { unfolded, toggle } = useUnfolded()
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? calls.slice(0, 500) : calls.slice(0, callsShown)
  return (
    <section aria-label="Tool calls" className="border-t">
      <h4 className="px-3 pt-1.5 text-xs font-medium text-muted-foreground">
        {calls.length === 1 ? '1 tool call' : `${formatNumber(calls.length)} tool calls`}
      </h4>
      <ol className="divide-y">
        {shown.map((call, place) => (
          // Calls are only appended, so the index is a stable key.
          <li key={place}>
            <ToolCallItem call={call} place={place} isOpen={unfolded.has(place)} onToggle={toggle} />
          </li>
        ))}
      </ol>
      {calls.length > shown.length && !showsAll && (
        <Button variant="link" size="inline" className="m-2 text-xs" onClick={() => setShowsAll(true)}>
          Show all
        </Button>
      )}
      {showsAll && calls.length > shown.length && (
        <p className="p-2 text-xs text-muted-foreground">The history has the rest.</p>
      )}
    </section>
  )
}
