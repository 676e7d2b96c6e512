/**
 * The snapshot: the heap of an interpreter that has just booted, saved at build time. Every interpreter starts from it and skips
 * booting Python. The file is a WebAssembly module of data alone, so hosts compress it like any other.
 */
import { readLeb128, readSections } from '../../lib/readWasm.ts'

/** The custom section that holds the head of Pyodide's snapshot, before the heap itself begins. */
export const snapshotHeadName = 'pyodide-snapshot-head'

/**
 * The value for Pyodide's option `_loadSnapshot`. Pyodide reads the head, then asks for the rest to copy it onto its heap:
 * at that moment the snapshot is written there, and nothing is left to copy.
 */
export function toSnapshot(image: Uint8Array, python: () => WebAssembly.Exports): Uint8Array {
  const snapshot = readHead(image)
  const subarray = snapshot.subarray.bind(snapshot)
  const fillMemory = (begin?: number, end?: number) => {
    if (end !== undefined) return subarray(begin, end)
    restore(image, python())
    return new Uint8Array()
  }
  return Object.defineProperty(snapshot, 'subarray', { value: fillMemory })
}

function readHead(image: Uint8Array): Uint8Array {
  for (const { kind, start, end } of readSections(image)) {
    if (kind !== 0) continue
    const name = readLeb128(image, start)
    // Pyodide reads numbers in it, which must be aligned as in a buffer of its own.
    if (name.value === snapshotHeadName.length) return image.slice(name.end + name.value, end)
  }
  throw new Error('The heap snapshot has no head.')
}

function restore(image: Uint8Array, exports: WebAssembly.Exports): void {
  const { memory } = exports
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('The interpreter has no memory.')
  const trampoline = trampolineOf(exports, memory)
  const pointer = trampoline[0] ?? 0
  const bytes = new Uint8Array(memory.buffer)
  // The snapshot leaves out zeros; above the heap's base nothing relies on them.
  bytes.fill(0, 0, addressOf(exports, '__heap_base'))
  for (const { place, start, end } of readSegments(image)) bytes.set(image.subarray(start, end), place)
  trampoline[0] = pointer
}

interface Segment {
  /** The address of its bytes. */
  readonly place: number
  readonly start: number
  readonly end: number
}

/** Segments as buildHeapSnapshot.ts writes them: each with an `i32.const` for its address. */
function* readSegments(image: Uint8Array): Generator<Segment> {
  for (const section of readSections(image)) {
    if (section.kind !== 11) continue
    for (let position = readLeb128(image, section.start).end; position < section.end;) {
      const place = readLeb128(image, position + 2)
      const size = readLeb128(image, place.end + 1)
      yield { place: place.value, start: size.end, end: size.end + size.value }
      position = size.end + size.value
    }
  }
}

/** The address at which CPython keeps its call trampoline: this engine's own, which is not the build's. */
function trampolineOf(exports: WebAssembly.Exports, { buffer }: WebAssembly.Memory): Int32Array {
  const [offset = 0] = new Int32Array(buffer, addressOf(exports, '_PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET'), 1)
  return new Int32Array(buffer, addressOf(exports, '_PyRuntime') + offset, 1)
}

function addressOf(exports: WebAssembly.Exports, name: string): number {
  const found = exports[name]
  if (!(found instanceof WebAssembly.Global))
    throw new Error(`The interpreter does not say where ${name} is.`)
  return Number(found.value)
}
