/** The page's side of a Python worker: what it may say to it, and how it ends it. */
import { readFromWorker } from '../../contract/run/readFromWorker.ts'
import type { FromWorker } from '../../contract/run/FromWorker.ts'
import type { BootMessage, MemoryMegabytes, ToWorker } from '../../contract/run/workerProtocol.ts'

export interface StartedWorker {
  readonly worker: Worker
  /** The page's end. What the worker says is kept until somebody listens. */
  readonly port: MessagePort
  /** As in BootMessage. */
  readonly signals: BootMessage['signals']
  readonly memory: MemoryMegabytes
}

export interface WorkerPort {
  /** What is transferred is the worker's alone from then on. */
  post(message: ToWorker, transfer?: Transferable[]): void
  /**
   * Raises KeyboardInterrupt in Python, also while it computes. False where the page is not cross-origin isolated:
   * memory cannot be shared then.
   */
  interrupt(): boolean
  /** Whether Python took notice of the interrupt: inside of C code it does not. */
  hasHeardInterrupt(): boolean
  /** Ends the worker at once, whatever it is doing. Nothing is heard from it afterwards. */
  terminate(): void
}

export interface WorkerListener {
  onMessage(message: FromWorker): void
  /** The worker's own script failed to load or threw. */
  onError(message: string): void
}

export type SpawnWorker = (memory: MemoryMegabytes, listener: WorkerListener) => WorkerPort

const interruptSignal = 2

/** `first`: a worker that was started early; the first spawn takes it, if it has the memory that is asked for. */
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
    // Nothing of it is the page's own.
    event.preventDefault()
    listener.onError(event.message || 'The worker script could not be loaded.')
  }
  return {
    post(message, transfer = []) {
      // What ended the last script must not end this one.
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
      // Messages that are already under way would still arrive.
      port.onmessage = null
      port.close()
      worker.onerror = null
      worker.terminate()
    },
  }
}
