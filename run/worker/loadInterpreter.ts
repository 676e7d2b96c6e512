/** Starts Pyodide from the page's bytes. This file, heapSnapshot.ts and EventLoopChannel.ts alone rely on Pyodide's private parts. */
import { loadPyodide, version, type PyodideAPI } from 'pyodide'
import { info as lockInfo } from 'pyodide/pyodide-lock.json'
import type { BootAssets, BootPhase } from '../../contract/run/workerProtocol.ts'
import { toSnapshot } from './heapSnapshot.ts'
import { scriptGlobals } from './scriptGlobals.ts'
import { EventLoopChannel } from './EventLoopChannel.ts'

/** Preloads Pyodide's own script while the page still loads the rest. */
export function prepareInterpreter(indexUrl: string): void {
  // That script creates a channel when it is evaluated; nothing else here does.
  Reflect.set(globalThis, 'MessageChannel', EventLoopChannel)
  // A failure shows when Pyodide itself imports the script.
  import(/* @vite-ignore */ `${indexUrl}pyodide.asm.mjs`).catch(() => {})
}

/** Private parts of PyodideAPI. Numbers are addresses on Python's heap. */
interface PrivateApi {
  readonly _api: { on_fatal?: (error: unknown) => void }
  readonly _module: {
    readonly HEAPU32: Uint32Array
    readonly _timezone: number
    readonly _daylight: number
    /** The address of two pointers: to the names of standard and of daylight time. */
    readonly _tzname: number
    /** Writes the browser's time zone there. */
    __tzset_js(timezone: number, daylight: number, standardName: number, daylightName: number): void
  }
}

/**
 * An interpreter with `eliza_runtime` ready to import. If it breaks beyond use, `onDying` is called first, then Python writes its
 * stack to stderr, then `onDeath` is called.
 */
export async function loadInterpreter(
  assets: BootAssets,
  indexUrl: string,
  onPhase: (phase: BootPhase) => void,
  onDying: () => void,
  onDeath: (message: string) => void,
): Promise<PyodideAPI> {
  onPhase('interpreter')
  const memory = serveFromMemory(assets, () => onPhase('standard-library'))
  let python: PyodideAPI
  const options = {
    indexURL: indexUrl,
    // An empty list of packages avoids fetching the lock file.
    lockFileContents: { info: { ...lockInfo, arch: 'wasm32' as const, version }, packages: {} },
    packageBaseUrl: indexUrl,
    jsglobals: scriptGlobals,
    stdin: () => null,
    _loadSnapshot: toSnapshot(new Uint8Array(assets.heapSnapshot), memory.exports),
  }
  try {
    python = await loadPyodide(options)
  } finally {
    memory.restore()
  }
  const { _api, _module } = python as unknown as PrivateApi
  _api.on_fatal = (error) => onDeath(String(error))
  hearDying(onDying)
  onPhase('tools')
  python.FS.writeFile('/lib/eliza.zip', new Uint8Array(assets.elizaLibrary))
  setTimeZone(_module)
  python.pyimport('eliza_runtime.snapshot').wake()
  return python
}

/** Pyodide has no hook for a fatal error, but logs to the console first. */
function hearDying(onDying: () => void): void {
  const { console } = globalThis
  const error = console.error.bind(console)
  console.error = (...words: unknown[]) => {
    const [first] = words
    if (typeof first === 'string' && first.startsWith('Pyodide has suffered a fatal error')) onDying()
    error(...words)
  }
}

/** The C library reads the time zone once: when the snapshot was taken. */
function setTimeZone(module: PrivateApi['_module']): void {
  const { HEAPU32, _timezone, _daylight, _tzname } = module
  const [standardName = 0, daylightName = 0] = HEAPU32.subarray(_tzname / 4)
  module.__tzset_js(_timezone, _daylight, standardName, daylightName)
}

interface MemoryServer {
  /** The exports of Python's WebAssembly; set when it is instantiated. */
  readonly exports: () => WebAssembly.Exports
  /** Restores the browser's own functions. */
  readonly restore: () => void
}

/**
 * Pyodide fetches its wasm and its standard library itself and has no option to be given them.
 * While it starts, its requests are answered from the page's bytes.
 */
function serveFromMemory(assets: BootAssets, onStandardLibrary: () => void): MemoryServer {
  const scope = globalThis
  const { fetch } = scope
  const { instantiateStreaming } = WebAssembly
  let exports: WebAssembly.Exports | undefined
  scope.fetch = async (input) => {
    const address = input instanceof Request ? input.url : input.toString()
    if (address.endsWith('pyodide.asm.wasm')) return new Response()
    if (!address.endsWith('python_stdlib.zip'))
      throw new TypeError(`Python asked for ${address} while starting`)
    onStandardLibrary()
    // A Response cannot hold shared memory.
    return new Response(new Uint8Array(assets.standardLibrary).slice())
  }
  WebAssembly.instantiateStreaming = async (_response, imports) => {
    const instance = await WebAssembly.instantiate(assets.wasmModule, imports)
    exports = instance.exports
    return { module: assets.wasmModule, instance }
  }
  return {
    exports() {
      if (!exports) throw new Error('Pyodide asked for its memory before it had any')
      return exports
    },
    restore() {
      scope.fetch = fetch
      WebAssembly.instantiateStreaming = instantiateStreaming
    },
  }
}
