/** A pool whose workers are played by the test: what each was told is kept, and it says what it is made to. */
import type { FromWorker } from '../../../contract/run/FromWorker.ts'
import { defaultLimits, type ToWorker } from '../../../contract/run/workerProtocol.ts'
import { createInterpreterPool, type InterpreterPool } from '../createInterpreterPool.ts'
import type { WorkerListener } from '../createWorkerSpawner.ts'

export interface PlayedWorker {
  say(message: FromWorker): void
  readonly heard: ToWorker[]
  isEnded: boolean
}

export function openPool(): { readonly pool: InterpreterPool; readonly workers: PlayedWorker[] } {
  const workers: PlayedWorker[] = []
  const pool = createInterpreterPool({
    memory: defaultLimits.memoryMegabytes,
    // A module of WebAssembly and nothing else: nobody starts Python from it.
    loadAssets: async () => ({
      wasmModule: new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)),
      heapSnapshot: new ArrayBuffer(),
      standardLibrary: new ArrayBuffer(),
      elizaLibrary: new ArrayBuffer(),
    }),
    spawnWorker: (_memory, listener: WorkerListener) => {
      const say = (message: FromWorker) => listener.onMessage(message)
      queueMicrotask(() => say({ type: 'boot-ended', error: null }))
      const worker = { say, heard: [] as ToWorker[], isEnded: false }
      workers.push(worker)
      return {
        post: (message: ToWorker) => void worker.heard.push(message),
        interrupt: () => false,
        hasHeardInterrupt: () => false,
        terminate: () => void (worker.isEnded = true),
      }
    },
  })
  return { pool, workers }
}
