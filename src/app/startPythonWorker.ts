/**
 * Starts a Python worker and sends it the files it boots from. The module is small, so that the page can run
 * it first.
 */
import type { BootMessage, MemoryMegabytes, ToWorker } from '../../contract/run/workerProtocol.ts'
import type { StartedWorker } from '../../run/lead/createWorkerSpawner.ts'
import type { LoadAssets } from '../../run/lead/ports.ts'

/** Starts a worker. @param indexUrl the folder of pyodide.asm.mjs, ending in a slash. */
export function startPythonWorker(
  indexUrl: string,
  loadAssets: LoadAssets,
  memory: MemoryMegabytes,
): StartedWorker {
  const worker = new Worker(new URL('../workers/pythonWorker.ts', import.meta.url), {
    type: 'module',
    name: 'python',
  })
  const { port1: port, port2: workersPort } = new MessageChannel()
  const signals = crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(2)) : null
  const fileBytes = memory * 2 ** 20
  const message: BootMessage = { port: workersPort, indexUrl, signals, fileBytes, hasPerson: true }
  worker.postMessage(message, [workersPort])
  loadAssets(memory, () => {}).then(
    (assets) => port.postMessage({ type: 'boot', assets } satisfies ToWorker),
    () => {
      // The interpreter pool loads the same files and reports the failure.
    },
  )
  return { worker, port, signals, memory }
}
