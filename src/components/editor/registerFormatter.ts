/** Formatting of a whole script with Ruff, behind Monaco's own action. */
import { showToast } from '../ui/show-toast.ts'
import { monaco } from './monaco.ts'
import { ruff } from './ruff.ts'

export function registerFormatter(): void {
  monaco.languages.registerDocumentFormattingEditProvider('python', {
    displayName: 'Ruff',
    async provideDocumentFormattingEdits(model) {
      const version = model.getVersionId()
      try {
        const text = await ruff.format(model.getValue())
        // What was typed meanwhile is worth more than the format of what was there before.
        return model.getVersionId() === version ? [{ range: model.getFullModelRange(), text }] : []
      } catch {
        showToast('This script could not be formatted.', {
          tone: 'error',
          description: 'Most often a bracket or a quotation mark is not closed yet. Nothing was changed.',
        })
        return []
      }
    },
  })
}
