/** Shows a short message at the edge of the window. */

interface ToastOptions {
  readonly description?: string
  /** Stays longer, so that there is time to press it. */
  readonly action?: { readonly label: string; readonly onClick: () => void }
  readonly tone?: 'error'
}

const actionMs = 15_000

export function showToast(title: string, { tone, action, ...options }: ToastOptions = {}): void {
  // Not needed for the first paint, so it is not part of the first load.
  void import('./sonner.tsx').then(({ toast }) => {
    const show = tone === 'error' ? toast.error : toast
    show(title, { ...options, ...(action ? { action, duration: actionMs } : {}) })
  })
}
