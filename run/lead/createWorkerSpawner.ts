/** The page's side of a Python worker: posts to it, interrupts it, terminates it. */
import { readFromWorker } from '../../contract/run/readFromWorker.ts'
import type { FromWorker } from '../../contract/run/FromWorker.ts'
import type { BootMessage, MemoryMegabytes, ToWorker } from '../../contract/run/workerProtocol.ts'

export interface StartedWorker {
  readonly worker: Worker
  /** The page's end. Messages are queued until somebody listens. */
  readonly port: MessagePort
  /** As in BootMessage. */
  readonly signals: BootMessage['signals']
  readonly memory: MemoryMegabytes
}

export interface WorkerPort {
  /** Transferred objects belong to the worker alone from then on. */
  post(message: ToWorker, transfer?: Transferable[]): void
  /**
   * Raises KeyboardInterrupt in Python, also while it computes. False if the page is not cross-origin isolated:
   * memory cannot be shared then.
   */
  interrupt(): boolean
  /** Whether Python has seen the interrupt: inside C code it does not. */
  hasHeardInterrupt(): boolean
  /** Terminates the worker at once, whatever it is doing. It is not heard afterwards. */
  terminate(): void
}

export interface WorkerListener {
  onMessage(message: FromWorker): void
  /** The worker's own script failed to load or threw. */
  onError(message: string): void
}

export type SpawnWorker = (memory: MemoryMegabytes, listener: WorkerListener) => WorkerPort

const interruptSignal = 2

/** `first`: a worker that was started early. The first spawn takes it if its memory limit fits. */
export function createWorkerSpawner(
  startWorker: (memory: MemoryMegabytes) => StartedWorker,
  first: StartedWorker,
): SpawnWorker {
  let waiting: StartedWorker | undefined = first
  return (memory, listener) => {
    const early = waiting
    waiting = undefined
    if (early?.memory === memory) return connect(early, listener)
    early?.worker.terminate()
    return connect(startWorker(memory), listener)
  }
}

function connect({ worker, port, signals }: StartedWorker, listener: WorkerListener): WorkerPort {
  port.onmessage = ({ data }: MessageEvent<unknown>) => listener.onMessage(readFromWorker(data))
  worker.onerror = (event) => {
    // The error is not the page's own.
    event.preventDefault()
    listener.onError(event.message || 'The worker script could not be loaded.')
  }
  return {
    post(message, transfer = []) {
      // The signal that ended the last script must not end this one.
      if (message.type === 'run') signals?.fill(0)
      port.postMessage(message, transfer)
    },
    interrupt() {
      if (!signals) return false
      signals[1] = 1
      signals[0] = interruptSignal
      return true
    },
    // Python clears the signal when it raises the exception.
    hasHeardInterrupt: () => signals !== null && signals[0] !== interruptSignal,
    terminate() {
      // Messages in flight would still arrive.
      port.onmessage = null
      port.close()
      worker.onerror = null
      worker.terminate()
    },
  }
}
