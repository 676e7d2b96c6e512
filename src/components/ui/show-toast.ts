/** Shows a short message at the edge of the window. */

interface ToastOptions {
  readonly description?: string
  /** A button. The toast then stays for 15 s. */
  readonly action?: { readonly label: string; readonly onClick: () => void }
  readonly tone?: 'error'
}

const actionMs = 15_000

/**
 * For events that need no decision. A failure that must be fixed belongs into an `Alert`.
 * @param title What happened, as a sentence.
 * @param options.tone `error` for failures.
 */
export function showToast(title: string, { tone, action, ...options }: ToastOptions = {}): void {
  // Imported lazily to keep it out of the first load.
  void import('./sonner.tsx').then(({ toast }) => {
    const show = tone === 'error' ? toast.error : toast
    show(title, { ...options, ...(action ? { action, duration: actionMs } : {}) })
  })
}
