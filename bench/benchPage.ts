/**
 * The interface of a measured page, the same for the app and the reference. Times are milliseconds of the
 * page's own clock.
 */
export interface BenchPage {
  /** When the first result was there, from the page's opening. */
  readonly firstResult: Promise<number>
  /** Resolves once an interpreter waits for the next run. */
  readonly ready: () => Promise<void>
  /** From asking to the end that is shown, or to the answer. Without code the app runs what is in its editor. */
  readonly run: (code?: string) => Promise<number>
  /** Goes to the script of that name, in the app alone. */
  readonly show: (name: string) => Promise<void>
  /** Ends what runs; from asking to the end that is shown. Stock Pyodide has to give its worker up. */
  readonly stop: () => Promise<number>
  /** How long each interpreter took to start, from its worker's making. */
  readonly starts: readonly number[]
}

declare global {
  interface Window {
    readonly bench: BenchPage
    /** From now on; gives how long the page's thread was busy without a break at most. */
    readonly watchBlocks: () => () => number
  }
}
