/** Formats a whole script with Ruff, as Monaco's format action. */
import { showToast } from '../ui/show-toast.ts'
import { monaco } from './monaco.ts'
import { ruff } from './ruff.ts'

/** Registers the formatter for all Python models. Call it once per page. */
export function registerFormatter(): void {
  monaco.languages.registerDocumentFormattingEditProvider('python', {
    displayName: 'Ruff',
    async provideDocumentFormattingEdits(model) {
      const version = model.getVersionId()
      try {
        const text = await ruff.format(model.getValue())
        // Drop the result if the user has typed in the meantime.
        return model.getVersionId() === version ? [{ range: model.getFullModelRange(), text }] : []
      } catch {
        showToast('This script could not be formatted.', {
          tone: 'error',
          description: 'Check for an unclosed bracket or quotation mark. Nothing was changed.',
        })
        return []
      }
    },
  })
}
