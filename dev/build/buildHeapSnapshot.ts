/** Builds the snapshot: the heap of a ready interpreter, from which every interpreter starts (run/worker/heapSnapshot.ts). */
import { readFile } from 'node:fs/promises'
import { loadPyodide } from 'pyodide'
import { snapshotHeadName } from '../../run/worker/heapSnapshot.ts'
import { scriptGlobals } from '../../run/worker/scriptGlobals.ts'
import { joined, leb128, wasmName, wasmSection, wasmStart } from './encodeWasm.ts'

/** Empty memory is left out in pieces of this size. */
const pieceBytes = 4096
const wasmPageBytes = 65_536

interface Libraries {
  /** Paths of the very files that interpreters are given: Python remembers where in them its modules are. */
  readonly standardLibrary: string
  readonly elizaLibrary: string
}

export async function buildHeapSnapshot({ standardLibrary, elizaLibrary }: Libraries): Promise<Uint8Array> {
  const options = {
    jsglobals: scriptGlobals,
    stdLibURL: standardLibrary,
    stdin: () => null,
    // The snapshot keeps nothing of this machine (newer versions of Node tell its language): equal libraries make equal snapshots.
    env: { PYTHONHASHSEED: '0', LANG: 'C.UTF-8' },
    _sysExecutable: './this.program',
    _makeSnapshot: true,
  }
  const undo = playStackSwitching()
  const python = await loadPyodide(options).finally(undo)
  python.FS.writeFile('/lib/eliza.zip', new Uint8Array(await readFile(elizaLibrary)))
  python.runPython('import sys; sys.path.append("/lib/eliza.zip")')
  await python.runPythonAsync('from eliza_runtime import snapshot; await snapshot.prepare()')
  return toModule((python as unknown as SnapshotMaker).makeMemorySnapshot())
}

/**
 * Python asks once, when it starts, whether the engine can hold it while it waits (JSPI), and from then on its memory says so.
 * Makes Node answer as browsers do while the snapshot is made. The returned function undoes it.
 */
function playStackSwitching(): () => void {
  if ('Suspending' in WebAssembly) return () => {}
  const played = {
    Suspending: function hold(called: unknown) {
      return called
    },
    promising: (called: unknown) => called,
  }
  Object.assign(WebAssembly, played)
  return () => {
    for (const name of Object.keys(played)) Reflect.deleteProperty(WebAssembly, name)
  }
}

/** A part of Pyodide that is no public API. */
interface SnapshotMaker {
  makeMemorySnapshot(): Uint8Array
}

function toModule(snapshot: Uint8Array): Uint8Array {
  // After the magic number Pyodide says where the memory begins.
  const [, headBytes = 0] = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 2)
  const memory = snapshot.subarray(headBytes)
  const runs = findRuns(memory)
  return joined(
    wasmStart,
    wasmSection(0, wasmName(snapshotHeadName), snapshot.subarray(0, headBytes)),
    wasmSection(2, [1], wasmName('env'), wasmName('memory'), [2, 0], leb128(memory.length / wasmPageBytes)),
    wasmSection(
      11,
      leb128(runs.length),
      ...runs.flatMap(({ start, end }) => toSegment(start, memory.subarray(start, end))),
    ),
  )
}

/** Bytes that the module writes to a place in memory when it is instantiated. */
const toSegment = (place: number, bytes: Uint8Array) => [
  [0, 0x41, ...leb128(place, true), 0x0b],
  leb128(bytes.length),
  bytes,
]

/** The ranges of memory that are not empty. */
function findRuns(memory: Uint8Array): { readonly start: number; end: number }[] {
  const runs: { start: number; end: number }[] = []
  for (let start = 0; start < memory.length; start += pieceBytes) {
    const end = start + pieceBytes
    if (!memory.subarray(start, end).some((byte) => byte !== 0)) continue
    const last = runs.at(-1)
    if (last?.end === start) last.end = end
    else runs.push({ start, end })
  }
  return runs
}
