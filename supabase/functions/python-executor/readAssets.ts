/** Reads the built files that Python starts from. They are the same as for browsers. */
import { z } from 'zod'
import {
  type BootAssets,
  interpreterFile,
  type MemoryMegabytes,
} from '../../../contract/run/workerProtocol.ts'

const assetsList = z.record(z.string(), z.string())

export interface ReadAssets {
  readonly assets: BootAssets
  /** The folder of pyodide.asm.mjs, ending in a slash. */
  readonly indexUrl: string
}

/** Caches the files it reads: a rebuilt file has another name. The function rejects if a file is missing. */
export function createAssetReader(listUrl: URL): (memory: MemoryMegabytes) => Promise<ReadAssets> {
  const kept = new Map<string, Promise<unknown>>()
  const keep = <Value>(url: URL, read: (bytes: Uint8Array<ArrayBuffer>) => Promise<Value> | Value) => {
    const known = kept.get(url.href) ?? Deno.readFile(url).then(read)
    kept.set(url.href, known)
    known.catch(() => kept.delete(url.href))
    return known as Promise<Value>
  }
  return async (memory) => {
    const list = assetsList.parse(JSON.parse(await Deno.readTextFile(listUrl)))
    const urlOf = (name: string): URL => {
      const path = list[name]
      if (path === undefined) throw new Error(`${name} is not among the built files of Python`)
      return new URL(path, listUrl)
    }
    const [wasmModule, heapSnapshot, standardLibrary, elizaLibrary] = await Promise.all([
      keep(urlOf(interpreterFile(memory)), (bytes) => WebAssembly.compile(bytes)),
      keep(urlOf('snapshot.wasm'), shared),
      keep(urlOf('stdlib.zip'), shared),
      keep(urlOf('eliza.zip'), (bytes) => bytes.buffer),
    ])
    return {
      assets: { wasmModule, heapSnapshot, standardLibrary, elizaLibrary },
      indexUrl: new URL('./', urlOf('pyodide.asm.mjs')).href,
    }
  }
}

/** Shared memory: one copy for all interpreters. */
function shared(bytes: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes.byteLength)
  new Uint8Array(memory).set(bytes)
  return memory
}
