/** Starts the Python worker and gives the page its end of the port. */
import { readFromWorker } from '../../contract/readFromWorker.ts'
import type { BootAssets, FromWorker, ToWorker } from '../../contract/workerProtocol.ts'

export interface WorkerPort {
  /** Starts Python; the answer is `boot-end`. */
  boot(assets: BootAssets, fileBytes: number): void
  /** What is transferred is the worker's alone from then on. */
  post(message: ToWorker, transfer?: Transferable[]): void
  /**
   * Raises KeyboardInterrupt in Python, also while it computes. False where the page is not cross-origin isolated:
   * memory cannot be shared then.
   */
  interrupt(): boolean
  /** Ends the worker at once, whatever it is doing. Nothing is heard from it afterwards. */
  terminate(): void
}

export interface WorkerListener {
  onMessage(message: FromWorker): void
  /** The worker's own script failed to load or threw. */
  onError(message: string): void
}

export type SpawnWorker = (listener: WorkerListener) => WorkerPort

const interruptSignal = 2

export const spawnPythonWorker: SpawnWorker = (listener) => {
  const worker = new Worker(new URL('../workers/pythonWorker.ts', import.meta.url), {
    type: 'module',
    name: 'python',
  })
  const { port1: port, port2: workersPort } = new MessageChannel()
  const signals = crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(2)) : null
  port.onmessage = ({ data }: MessageEvent<unknown>) => listener.onMessage(readFromWorker(data))
  worker.onerror = (event) => listener.onError(event.message || 'The worker script could not be loaded.')
  return {
    boot: (assets, fileBytes) =>
      worker.postMessage({ assets, port: workersPort, signals, fileBytes }, [workersPort]),
    post: (message, transfer = []) => port.postMessage(message, transfer),
    interrupt() {
      if (!signals) return false
      signals[1] = 1
      signals[0] = interruptSignal
      return true
    },
    terminate() {
      // Messages that are already under way would still arrive.
      port.onmessage = null
      port.close()
      worker.onerror = null
      worker.terminate()
    },
  }
}
