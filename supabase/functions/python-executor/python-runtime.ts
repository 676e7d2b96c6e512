/**
 * The server's interpreters: each run gets a fresh one in an unprivileged worker, and a spare is started
 * ahead.
 */
import type {
  BootAssets,
  BootMessage,
  MemoryMegabytes,
  ToWorker,
} from '../../../contract/run/workerProtocol.ts'
import type { StartedWorker } from '../../../run/lead/createWorkerSpawner.ts'
import { startClosedWorker } from '../_shared/startClosedWorker.ts'
import { createAssetReader } from './readAssets.ts'

export interface PythonRuntime {
  /** Returns a fresh interpreter that is ready or starting. The caller owns it and must terminate it. */
  take(memory: MemoryMegabytes): StartedWorker
  /**
   * Starts a spare interpreter unless there is one. Called after a run, so a server that runs no scripts has
   * none.
   */
  prepare(memory: MemoryMegabytes): void
  /** Rejects if the built files of Python are missing. */
  assets(memory: MemoryMegabytes): Promise<BootAssets>
}

/** A spare that is unused for this time is terminated: it holds about 60 MB. */
const spareMs = 10 * 60_000

const readable = [
  'contract/',
  'lib/',
  'node_modules/pyodide/',
  'run/worker/',
  'supabase/functions/python-executor/',
]

/** @param listUrl The list of built files, see contract/run/pythonAssets.ts. */
export function createPythonRuntime(listUrl: URL): PythonRuntime {
  const readAssets = createAssetReader(listUrl)
  let spare: StartedWorker | undefined
  let ending: ReturnType<typeof setTimeout> | undefined

  function start(memory: MemoryMegabytes): StartedWorker {
    const program = new URL('./interpreterWorker.ts', import.meta.url)
    const worker = startClosedWorker(program, 'python', readable)
    const { port1: port, port2: workersPort } = new MessageChannel()
    const signals = new Uint8Array(new SharedArrayBuffer(2))
    readAssets(memory).then(
      ({ assets, indexUrl }) => {
        const fileBytes = memory * 2 ** 20
        const message: BootMessage = { port: workersPort, indexUrl, signals, fileBytes, hasPerson: false }
        worker.postMessage(message, [workersPort])
        port.postMessage({ type: 'boot', assets } satisfies ToWorker)
      },
      () => {
        // The run loads the same files and reports why they are missing.
      },
    )
    return { worker, port, signals, memory }
  }

  function endSpare(): void {
    spare?.worker.terminate()
    spare = undefined
  }

  return {
    take(memory) {
      const taken = spare?.memory === memory ? spare : undefined
      if (taken === undefined) return start(memory)
      spare = undefined
      clearTimeout(ending)
      return taken
    },
    prepare(memory) {
      spare ??= start(memory)
      clearTimeout(ending)
      ending = setTimeout(endSpare, spareMs)
    },
    assets: async (memory) => (await readAssets(memory)).assets,
  }
}
