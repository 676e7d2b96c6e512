/** The server's interpreters: each run has a fresh one in a worker without rights, and the next is started ahead. */
import type {
  BootAssets,
  BootMessage,
  MemoryMegabytes,
  ToWorker,
} from '../../../contract/run/workerProtocol.ts'
import type { StartedWorker } from '../../../run/lead/createWorkerSpawner.ts'
import { createAssetReader } from './readAssets.ts'

export interface PythonRuntime {
  /** A fresh interpreter that is up or starting; from now on the caller's to end. */
  take(memory: MemoryMegabytes): StartedWorker
  /** Has the next one start, unless one waits already. Nobody pays for it who runs no scripts. */
  prepare(memory: MemoryMegabytes): void
  /** Rejects where the built files of Python are missing. */
  assets(memory: MemoryMegabytes): Promise<BootAssets>
}

/** One that nobody has used for so long is ended: it holds some 60 MB. */
const spareMs = 10 * 60_000

const root = new URL('../../../', import.meta.url)
/** Its own code, which everybody may know. Deno gives a worker what is named here, and nothing of what this process may. */
const readable = [
  'contract/',
  'lib/',
  'node_modules/pyodide/',
  'run/worker/',
  'supabase/functions/python-executor/',
]
const workerOptions = {
  type: 'module' as const,
  name: 'python',
  deno: {
    permissions: {
      read: readable.map((path) => new URL(path, root)),
      env: false,
      ffi: false,
      import: false,
      net: false,
      run: false,
      sys: false,
      write: false,
    },
  },
}

/** `listUrl`: contract/run/pythonAssets.ts. */
export function createPythonRuntime(listUrl: URL): PythonRuntime {
  const readAssets = createAssetReader(listUrl)
  let spare: StartedWorker | undefined
  let ending: ReturnType<typeof setTimeout> | undefined

  function start(memory: MemoryMegabytes): StartedWorker {
    const worker = new Worker(new URL('./interpreterWorker.ts', import.meta.url), workerOptions)
    // What goes wrong in there is no fault of this process.
    worker.addEventListener('error', (event) => event.preventDefault())
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
        // Whoever takes it asks for the files too, and hears why they are not there.
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
