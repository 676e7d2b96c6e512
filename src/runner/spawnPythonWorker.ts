/** Starts the Python worker and gives the page its end of the port. */
import type { FromWorker, ToWorker } from '../../contract/workerProtocol.ts'

export interface WorkerPort {
  post(message: ToWorker): void
  /** Ends the worker at once, whatever it is doing. Nothing is heard from it afterwards. */
  terminate(): void
}

export interface WorkerListener {
  onMessage(message: FromWorker): void
  /** The worker's own script failed to load or threw. */
  onError(message: string): void
}

export type SpawnWorker = (listener: WorkerListener) => WorkerPort

export const spawnPythonWorker: SpawnWorker = (listener) => {
  const worker = new Worker(new URL('../workers/pythonWorker.ts', import.meta.url), {
    type: 'module',
    name: 'python',
  })
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => listener.onMessage(data)
  worker.onerror = (event) => listener.onError(event.message || 'The worker script could not be loaded.')
  return {
    post: (message) => worker.postMessage(message),
    terminate() {
      // Messages that are already under way would still arrive.
      worker.onmessage = null
      worker.onerror = null
      worker.terminate()
    },
  }
}
