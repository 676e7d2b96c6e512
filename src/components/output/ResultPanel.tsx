/** The value of the script's last expression, in a panel. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { DisplayBundle } from '../../../contract/run/workerProtocol.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { Panel } from '../ui/panel.tsx'
import { BundleActions } from './BundleActions.tsx'
import { BundleBody } from './BundleBody.tsx'
import { viewBundle } from './viewBundle.ts'
import type { BundleForm } from './viewBundle.ts'

interface ResultPanelProps {
  /** null if the script gave no result. */
  readonly result: DisplayBundle | null
  /** Shown instead of a result. */
  readonly empty: ReactNode
}

/** Keeps the chosen form for as long as it is mounted; give it a `key` per script. */
export function ResultPanel({ result, empty }: ResultPanelProps) {
  const forms = useMemo(() => result && viewBundle(result, 'Result'), [result])
  const [chosen, setChosen] = useState<BundleForm['name'] | null>(null)
  if (result === null || forms === null) {
    return (
      <Panel title="Result">
        <p className="p-3 text-muted-foreground">{empty}</p>
      </Panel>
    )
  }
  const form = forms.find(({ name }) => name === chosen) ?? forms[0]
  return (
    <Panel
      title="Result"
      note={noteOf(form)}
      actions={<BundleActions what="result" forms={forms} form={form} onForm={setChosen} />}
    >
      <div className="flex h-full flex-col">
        {result.note !== undefined && (
          <p className="border-b px-3 py-1.5 text-xs text-waiting">{result.note}</p>
        )}
        <div className="min-h-0 flex-1">
          <BundleBody key={form.name} form={form} what="result" fills onText={() => setChosen('Text')} />
        </div>
      </div>
    </Panel>
  )
}

const noteOf = ({ content }: BundleForm): string | undefined =>
  content.kind === 'table' ? countRows(content.table.rows.length) : undefined

const countRows = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'row' : 'rows'}`
