import { showToast } from '../ui/show-toast.ts'

/** Says that what was written is on the page alone. */
export function tellUnsaved(): void {
  showToast('This browser does not let the app save.', {
    tone: 'error',
    description: 'Its storage is full or switched off. Copy what you want to keep.',
  })
}
