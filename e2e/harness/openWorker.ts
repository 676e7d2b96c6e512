/** Python in a worker as Pyodide's own documentation starts it, without any of the app's protection: what the app is compared with. */
import type { loadPyodide } from 'pyodide'

export interface OpenWorkerStart {
  /** The folder of Pyodide, ending in a slash. */
  readonly pyodideUrl: string
}

export interface OpenWorkerRun {
  readonly id: number
  readonly code: string
}

/** `id` is null for the start. */
export interface OpenWorkerReply {
  readonly id: number | null
  /** The last expression's value as Python writes it, or the error. */
  readonly text: string
}

self.onmessage = async ({ data }: MessageEvent<OpenWorkerStart>) => {
  const module: { loadPyodide: typeof loadPyodide } = await import(
    /* @vite-ignore */ `${data.pyodideUrl}pyodide.mjs`
  )
  const python = await module.loadPyodide({ indexURL: data.pyodideUrl })
  const reply = (message: OpenWorkerReply) => self.postMessage(message)
  self.onmessage = ({ data: { id, code } }: MessageEvent<OpenWorkerRun>) => {
    if (id < 0) return
    python.runPythonAsync(code, { globals: python.toPy({}) }).then(
      (value: unknown) => reply({ id, text: String(value) }),
      (error: unknown) => reply({ id, text: String(error) }),
    )
  }
  reply({ id: null, text: '' })
}
