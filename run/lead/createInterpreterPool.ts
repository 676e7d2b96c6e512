/** Keeps a warm spare: one interpreter is ready ahead, so that no run waits for Python to boot. */
import { startFailureSentence } from '../../contract/run/runFailures.ts'
import type { FromWorker } from '../../contract/run/FromWorker.ts'
import type { MemoryMegabytes } from '../../contract/run/workerProtocol.ts'
import type { LoadAssets } from './ports.ts'
import type { InterpreterState } from './runnerState.ts'
import type { SpawnWorker, WorkerPort } from './createWorkerSpawner.ts'

export interface InterpreterPool {
  /** The state of the interpreter that is taken next. */
  getState(): InterpreterState
  /** Calls back after every change until the returned function is called. */
  subscribe(listener: () => void): () => void
  /**
   * The interpreter that is ready; the caller must listen to it and terminate it. undefined while none is ready.
   * The next one starts a second later, or at `refill`.
   */
  take(onMessage: (message: FromWorker) => void): WorkerPort | undefined
  /** Starts the next interpreter now. */
  refill(): void
  /** Sets the memory limit of the next interpreter; a spare with another limit is replaced. */
  setMemory(megabytes: MemoryMegabytes): void
  /** Replaces the interpreter that is ready, starting or failed. */
  restart(): void
  dispose(): void
}

interface PoolOptions {
  readonly loadAssets: LoadAssets
  readonly spawnWorker: SpawnWorker
  readonly memory: MemoryMegabytes
}

/** Most scripts are done before this; starting Python beside them would slow them down. */
const refillAfterMs = 1000

interface Spare {
  readonly port: WorkerPort
  readonly memory: MemoryMegabytes
  listener: (message: FromWorker) => void
}

export function createInterpreterPool(options: PoolOptions): InterpreterPool {
  const { loadAssets, spawnWorker } = options
  const listeners = new Set<() => void>()
  let { memory } = options
  let state: InterpreterState = { phase: 'booting', step: 'download', share: 0 }
  let spare: Spare | undefined
  let refilling: ReturnType<typeof setTimeout> | undefined

  const setState = (next: InterpreterState) => {
    state = next
    for (const listener of listeners) listener()
  }

  function boot(): void {
    clearTimeout(refilling)
    refilling = undefined
    const startedAt = performance.now()
    const own: Spare = {
      memory,
      listener: (message) => hearWhileSpare(message),
      port: spawnWorker(memory, {
        onMessage: (message) => own.listener(message),
        // After the boot, an error outside of Python (a script may cause one) says nothing about Python.
        onError: (reason) => isStarting() && fail(reason),
      }),
    }
    const isStarting = () => spare === own && state.phase === 'booting'

    function fail(reason: string): void {
      own.port.terminate()
      spare = undefined
      setState({ phase: 'failed', message: startFailureSentence(reason) })
    }

    function hearWhileSpare(message: FromWorker): void {
      if (spare !== own) return
      if (message.type === 'boot-progressed') setState({ phase: 'booting', step: message.phase, share: null })
      else if (message.type === 'interpreter-died') fail(message.message)
      else if (message.type === 'boot-ended') {
        if (message.error === null) setState({ phase: 'ready', tookMs: performance.now() - startedAt })
        else fail(message.error)
      }
    }

    spare = own
    setState({ phase: 'booting', step: 'download', share: 0 })
    loadAssets(memory, (share) => {
      if (isStarting()) setState({ phase: 'booting', step: 'download', share })
    }).catch((error: unknown) => {
      if (isStarting()) fail(error instanceof Error ? error.message : String(error))
    })
  }

  function replace(): void {
    spare?.port.terminate()
    boot()
  }

  boot()
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    take(onMessage) {
      const taken = spare
      if (!taken || state.phase !== 'ready') return undefined
      taken.listener = onMessage
      spare = undefined
      setState({ phase: 'booting', step: 'download', share: null })
      refilling = setTimeout(boot, refillAfterMs)
      return taken.port
    },
    refill() {
      if (refilling !== undefined) boot()
    },
    setMemory(megabytes) {
      memory = megabytes
      if (spare && spare.memory !== megabytes) replace()
    },
    restart: replace,
    dispose() {
      clearTimeout(refilling)
      refilling = undefined
      spare?.port.terminate()
      spare = undefined
      listeners.clear()
    },
  }
}
