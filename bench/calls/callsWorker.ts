/** Stock Pyodide whose scripts call the page through Comlink; beside it the barest round trip and the barest timers. */
import { expose } from 'comlink'
import type { loadPyodide, PyodideInterface } from 'pyodide'
import type { PyProxy } from 'pyodide/ffi'
import { median } from '../median.ts'

type Invoke = (name: string, request: { readonly wait_ms?: number }) => Promise<unknown>

let python: PyodideInterface | undefined

const worker = {
  /** `pyodideUrl` ends in a slash. Scripts find `invoke` in the module `page`. */
  async start(pyodideUrl: string, invoke: Invoke): Promise<void> {
    const module: { loadPyodide: typeof loadPyodide } = await import(
      /* @vite-ignore */ `${pyodideUrl}pyodide.mjs`
    )
    python = await module.loadPyodide({ indexURL: pyodideUrl })
    python.registerJsModule('page', {
      invoke: (name: string, request: PyProxy) =>
        invoke(name, request.toJs({ dict_converter: Object.fromEntries })),
    })
  },
  /** Gives the script's last value. */
  run: (code: string): Promise<number> =>
    python?.runPythonAsync(code, { globals: python.toPy({}) }) ?? Promise.reject(new Error('Not started')),
  /** Milliseconds of the middle one of the round trips over a port whose other end answers each message at once. */
  async goAndReturn(port: MessagePort, trips: number): Promise<number> {
    const times: number[] = []
    while (times.length < trips) {
      const begunAt = performance.now()
      await new Promise((resolve) => {
        port.onmessage = resolve
        port.postMessage({ n: times.length })
      })
      times.push(performance.now() - begunAt)
    }
    return median(times)
  },
}

export type CallsWorker = typeof worker

expose(worker)
