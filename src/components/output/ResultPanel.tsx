/** The value of the script's last expression. */
import { Download } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { DisplayBundle } from '../../../contract/workerProtocol.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { Scroller } from '../ui/scroller.tsx'
import { JsonTree } from './JsonTree.tsx'
import { ResultTable } from './ResultTable.tsx'
import { viewResult } from './viewResult.ts'
import type { ResultView } from './viewResult.ts'

interface ResultPanelProps {
  /** null where there is none. */
  readonly result: DisplayBundle | null
  /** Said where there is none. */
  readonly empty: ReactNode
}

export function ResultPanel({ result, empty }: ResultPanelProps) {
  const view = useMemo(() => (result === null ? null : viewResult(result)), [result])
  const forms = view === null ? [] : formsOf(view)
  const [chosen, setChosen] = useState<Form | null>(null)
  const form = forms.find((candidate) => candidate === chosen) ?? forms[0]

  return (
    <Panel
      title="Result"
      note={view?.table && countRows(view.table.rows.length)}
      actions={
        view !== null && (
          <>
            {forms.length > 1 && (
              <fieldset aria-label="Show the result as" className="flex gap-0.5 pr-1">
                {forms.map((name) => (
                  <Button
                    key={name}
                    variant="ghost"
                    size="small"
                    aria-pressed={name === form}
                    className="aria-pressed:bg-muted aria-pressed:text-foreground"
                    onClick={() => setChosen(name)}
                  >
                    {name}
                  </Button>
                ))}
              </fieldset>
            )}
            <CopyButton what="result" text={() => view.text} />
            <Button
              variant="ghost"
              size="smallIcon"
              aria-label="Download result"
              title="Download result"
              onClick={() => download(view)}
            >
              <Download />
            </Button>
          </>
        )
      }
    >
      <Scroller className="font-mono text-[13px] leading-5">
        {view === null && <p className="p-3 font-sans text-sm text-muted-foreground">{empty}</p>}
        {form === 'Table' && view?.table && <ResultTable key={view.text} table={view.table} />}
        {form === 'Tree' && view?.json && (
          <div className="p-3 pl-2">
            <JsonTree key={view.text} value={view.json.value} />
          </div>
        )}
        {form === 'Text' && view !== null && (
          <pre className="p-3 wrap-anywhere whitespace-pre-wrap">{view.text}</pre>
        )}
      </Scroller>
    </Panel>
  )
}

const countRows = (count: number): string => `${count.toLocaleString()} ${count === 1 ? 'row' : 'rows'}`

type Form = 'Table' | 'Tree' | 'Text'

const formsOf = (view: ResultView): Form[] => [
  ...(view.table ? (['Table'] as const) : []),
  ...(view.json ? (['Tree'] as const) : []),
  'Text',
]

function download({ text, fileName }: ResultView): void {
  const url = URL.createObjectURL(new Blob([text]))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The browser reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
