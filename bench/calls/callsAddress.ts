/** The addresses of the page whose calls the app's are compared with, and of its parts. */
export const callsAddress = {
  page: '/calls/',
  script: '/calls/callsPage.js',
  worker: '/calls/callsWorker.js',
  /** The harness serves it. */
  pyodide: '/harness/pyodide/',
} as const
