import { showToast } from '../ui/show-toast.ts'

/** Warns that the open scripts exist on this page only. */
export function tellUnsaved(): void {
  showToast('Your scripts could not be saved in this browser.', {
    tone: 'error',
    description: 'Browser storage is full or disabled. Copy what you want to keep.',
  })
}
