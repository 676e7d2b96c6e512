/** Starts Pyodide from bytes that the page sent: the only file that relies on how Pyodide starts inside. */
import { loadPyodide, version, type PyodideAPI } from 'pyodide'
import { info as lockInfo } from 'pyodide/pyodide-lock.json'
import type { BootAssets, BootPhase } from '../../contract/workerProtocol.ts'
import { scriptGlobals } from './scriptGlobals.ts'

const elizaLibraryPath = '/lib/eliza.zip'

/** Has the browser fetch and compile Pyodide's own script, while the page is still loading the rest. */
export function prepareInterpreter(indexUrl: string): void {
  // A failure shows when Pyodide imports it itself.
  import(/* @vite-ignore */ `${indexUrl}pyodide.asm.mjs`).catch(() => {})
}

/** Parts of PyodideAPI that are no public API. */
interface PrivateApi {
  readonly _api: { on_fatal?: (error: unknown) => void }
}

/** An interpreter with `eliza_runtime` ready to import. `onDeath` is called when it breaks beyond use. */
export async function loadInterpreter(
  assets: BootAssets,
  indexUrl: string,
  onPhase: (phase: BootPhase) => void,
  onDeath: (message: string) => void,
): Promise<PyodideAPI> {
  onPhase('interpreter')
  const restore = serveFromMemory(assets, () => onPhase('standard-library'))
  let python: PyodideAPI
  try {
    python = await loadPyodide({
      indexURL: indexUrl,
      // No packages are known here: an empty list spares fetching the lock file.
      lockFileContents: { info: { ...lockInfo, arch: 'wasm32', version }, packages: {} },
      packageBaseUrl: indexUrl,
      jsglobals: scriptGlobals,
      stdin: () => null,
    })
  } finally {
    restore()
  }
  ;(python as unknown as PrivateApi)._api.on_fatal = (error) => onDeath(String(error))
  onPhase('tools')
  python.FS.writeFile(elizaLibraryPath, new Uint8Array(assets.elizaLibrary))
  python.runPython(`import sys; sys.path.append("${elizaLibraryPath}")`)
  return python
}

/**
 * Pyodide fetches its wasm and its standard library itself and has no option to be given them:
 * while it starts, its requests are answered from the page's bytes. Returns what undoes it.
 */
function serveFromMemory(assets: BootAssets, onStandardLibrary: () => void): () => void {
  const scope = globalThis
  const { fetch } = scope
  const { instantiateStreaming } = WebAssembly
  scope.fetch = async (input) => {
    const address = input instanceof Request ? input.url : input.toString()
    if (address.endsWith('pyodide.asm.wasm')) return new Response()
    if (!address.endsWith('python_stdlib.zip'))
      throw new TypeError(`Python asked for ${address} while starting`)
    onStandardLibrary()
    // A response takes no shared memory.
    return new Response(new Uint8Array(assets.standardLibrary).slice())
  }
  WebAssembly.instantiateStreaming = async (_response, imports) => ({
    module: assets.wasmModule,
    instance: await WebAssembly.instantiate(assets.wasmModule, imports),
  })
  return () => {
    scope.fetch = fetch
    WebAssembly.instantiateStreaming = instantiateStreaming
  }
}
