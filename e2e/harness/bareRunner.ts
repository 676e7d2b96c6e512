/** Leads runs in a page without the app: the built worker, `run/`, and the log, which is sent as the page sends it. */
import {
  limits,
  type BootMessage,
  type MemoryMegabytes,
  type ToWorker,
} from '../../contract/run/workerProtocol.ts'
import { createInterpreterPool } from '../../run/lead/createInterpreterPool.ts'
import { createRunner } from '../../run/lead/createRunner.ts'
import { createWorkerSpawner, type StartedWorker } from '../../run/lead/createWorkerSpawner.ts'
import { createRunRecorder } from '../../run/journal/createRunRecorder.ts'
import { createCallFunction } from '../../run/tools/createCallFunction.ts'
import { createAssetLoader } from '../../src/data/createAssetLoader.ts'
import { createSupabase } from '../../src/data/createSupabase.ts'
import { sendEntry } from '../../src/data/log/sendEntry.ts'
import { createPackageLoader } from '../../src/data/packages/createPackageLoader.ts'

export interface BareRunnerStart {
  /** URL of the built worker. */
  readonly workerUrl: string
  /** Folder of Pyodide's files and the snapshot, ending in a slash. */
  readonly pythonUrl: string
  readonly pyodideVersion: string
  readonly publishableKey: string
  readonly userId: string
  readonly accessToken: string
}

export interface BareRun {
  readonly code: string
  readonly workflowId: string
  readonly runSeconds: number
}

/** Gives the execution's id when its log is written. */
export type RunBare = (run: BareRun) => Promise<string>

function openBareRunner(start: BareRunnerStart): RunBare {
  const { publishableKey, userId, accessToken } = start
  const pythonUrl = new URL(start.pythonUrl, location.href).href
  const loadAssets = createAssetLoader(pythonUrl)
  const memory = limits.memoryMegabytes.default
  const startWorker = (megabytes: MemoryMegabytes): StartedWorker => {
    const worker = new Worker(start.workerUrl, { type: 'module', name: 'python' })
    const { port1: port, port2 } = new MessageChannel()
    const signals = new Uint8Array(new SharedArrayBuffer(2))
    const fileBytes = megabytes * 2 ** 20
    const boot: BootMessage = { port: port2, indexUrl: pythonUrl, signals, fileBytes, hasPerson: true }
    worker.postMessage(boot, [port2])
    void loadAssets(megabytes, () => {}).then((assets) =>
      port.postMessage({ type: 'boot', assets } satisfies ToWorker),
    )
    return { worker, port, signals, memory: megabytes }
  }
  const environment = {
    url: location.origin,
    publishableKey,
    localSignIn: false,
    mail: false,
    realtime: false,
  }
  const fetch = (...call: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...call)
  const authorization = { accessToken, userId }
  const session = { authorize: async () => authorization }
  const supabase = createSupabase(environment, { fetch })
  let sending = Promise.resolve()
  let runSeconds: number = limits.runSeconds.default
  const runner = createRunner({
    pool: createInterpreterPool({
      loadAssets,
      spawnWorker: createWorkerSpawner(startWorker, startWorker(memory)),
      memory,
    }),
    loadPackages: createPackageLoader({
      lockUrl: `${pythonUrl}pyodide-lock.json`,
      pyodideVersion: start.pyodideVersion,
      folder: () => null,
    }),
    openCalls: () => createCallFunction({ environment, session, fetch }),
    recorder: createRunRecorder({
      userId: () => userId,
      outbox: {
        append(entry) {
          sending = sending.then(async () => {
            const outcome = await sendEntry(supabase, authorization, entry)
            if (outcome.type !== 'delivered')
              throw new Error(`The log did not take ${entry.kind}: ${outcome.type}`)
          })
        },
      },
    }),
    chosenLimits: () => ({
      runSeconds,
      toolCalls: limits.toolCalls.default,
      toolCallsAtOnce: limits.toolCallsAtOnce.default,
      memoryMegabytes: memory,
    }),
  })

  return async (run) => {
    runSeconds = run.runSeconds
    const { code, workflowId } = run
    const id = runner.run({ code, source: 'direct', workflowId, conversationId: null, messageId: null })
    await new Promise<void>((resolve) => {
      const look = () => {
        if (runner.getState().run?.phase !== 'ended') return
        unsubscribe()
        resolve()
      }
      const unsubscribe = runner.subscribe(look)
      look()
    })
    await sending
    return id
  }
}

Object.assign(window, { openBareRunner })
