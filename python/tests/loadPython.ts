/** Loads the shipped Python in Node, from the same heap snapshot as the browser's worker. */
import { readFile } from 'node:fs/promises'
import { loadPyodide, type PyodideAPI } from 'pyodide'
import { buildPythonAssets } from '../../dev/build/buildPythonAssets.ts'
import { toSnapshot } from '../../run/worker/heapSnapshot.ts'
import { scriptGlobals } from '../../run/worker/scriptGlobals.ts'

export async function loadPython(): Promise<PyodideAPI> {
  const { files } = await buildPythonAssets()
  const image = new Uint8Array(await readFile(files['snapshot.wasm']))
  const { instantiate } = WebAssembly
  let exports: WebAssembly.Exports | undefined
  const keepExports = async (module: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) => {
    // Not Pyodide: Node's fetch instantiates its compiled parser at its first use, which may be now.
    if (module instanceof WebAssembly.Module) return instantiate(module, imports)
    const made = await instantiate(module, imports)
    exports ??= made.instance.exports
    return made
  }
  const options = {
    stdLibURL: files['stdlib.zip'],
    jsglobals: scriptGlobals,
    stdin: () => null,
    _loadSnapshot: toSnapshot(image, () => exports ?? {}),
  }
  Reflect.set(WebAssembly, 'instantiate', keepExports)
  const python = await loadPyodide(options).finally(() => {
    Reflect.set(WebAssembly, 'instantiate', instantiate)
  })
  python.FS.writeFile('/lib/eliza.zip', new Uint8Array(await readFile(files['eliza.zip'])))
  python.pyimport('eliza_runtime.snapshot').wake()
  return python
}
