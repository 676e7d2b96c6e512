/** A value that the script showed with display(), at its place in the output. */
import { memo, useMemo, useState } from 'react'
import type { DisplayBundle } from '../../../contract/run/workerProtocol.ts'
import { BundleActions } from './BundleActions.tsx'
import { BundleBody } from './BundleBody.tsx'
import { viewBundle } from './viewBundle.ts'
import type { BundleForm } from './viewBundle.ts'

interface DisplayViewProps {
  readonly bundle: DisplayBundle
  /** Position among the run's displays, from 1. */
  readonly number: number
}

export const DisplayView = memo(function DisplayView({ bundle, number }: DisplayViewProps) {
  const forms = useMemo(() => viewBundle(bundle, `Display ${number}`), [bundle, number])
  const [chosen, setChosen] = useState<BundleForm['name'] | null>(null)
  const form = forms.find(({ name }) => name === chosen) ?? forms[0]
  const what = `display ${number}`
  return (
    <section aria-label={`Display ${number}`} className="overflow-hidden rounded-md border font-sans">
      <BundleBody key={form.name} form={form} what={what} fills={false} onText={() => setChosen('Text')} />
      {bundle.note !== undefined && (
        <p className="border-t px-3 py-1.5 text-xs text-waiting">{bundle.note}</p>
      )}
      <div className="flex items-center justify-end gap-0.5 border-t px-1">
        <BundleActions what={what} forms={forms} form={form} onForm={setChosen} />
      </div>
    </section>
  )
})
