/** The actions on a shown value: choose a form, copy, download. */
import { Download } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { blobOf } from './blobOf.ts'
import { toTsv } from './toTsv.ts'
import type { BundleForm } from './viewBundle.ts'

interface BundleActionsProps {
  /** Completes accessible names: "result" gives "Download result". */
  readonly what: string
  readonly forms: readonly BundleForm[]
  readonly form: BundleForm
  readonly onForm: (name: BundleForm['name']) => void
}

/** Copies tables as TSV for spreadsheets, images as images, and everything else as text. */
export function BundleActions({ what, forms, form, onForm }: BundleActionsProps) {
  const isBitmap = form.name === 'PNG' || form.name === 'JPEG'
  return (
    <>
      {forms.length > 1 && (
        <fieldset aria-label={`Show the ${what} as`} className="flex min-w-0 gap-0.5 overflow-x-auto pr-1">
          {forms.map(({ name }) => (
            <Button
              key={name}
              variant="ghost"
              size="small"
              aria-pressed={name === form.name}
              className="aria-pressed:bg-muted aria-pressed:text-foreground"
              onClick={() => onForm(name)}
            >
              {name}
            </Button>
          ))}
        </fieldset>
      )}
      <CopyButton
        what={what}
        text={() => textOf(form)}
        {...(isBitmap ? { image: () => blobOf(form) } : {})}
      />
      <Button
        variant="ghost"
        size="smallIcon"
        aria-label={`Download ${what}`}
        title={`Download ${what}`}
        onClick={() => download(form)}
      >
        <Download />
      </Button>
    </>
  )
}

/** A table is copied into a spreadsheet; the tree beside it is copied as JSON. */
const textOf = ({ content, data }: BundleForm): string =>
  content.kind === 'table' ? toTsv(content.table) : data

function download(form: BundleForm): void {
  const url = URL.createObjectURL(blobOf(form))
  const link = document.createElement('a')
  link.href = url
  link.download = form.fileName
  link.click()
  // The browser reads the URL after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
