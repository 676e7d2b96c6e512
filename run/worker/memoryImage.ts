/**
 * The memory of an interpreter that has just come up, taken at build time: a new interpreter begins with it in place of
 * starting Python. The file is a WebAssembly module of data alone, which hosts compress as they do others.
 */
import { readLeb128, readSections } from '../../lib/readWasm.ts'

/** The custom section with what Pyodide's snapshot says before the memory itself begins. */
export const snapshotHeadName = 'pyodide-snapshot-head'

/**
 * What Pyodide's option `_loadSnapshot` takes. Pyodide reads the head, then asks for the rest to copy it into its memory:
 * at that moment the image is written there, and nothing is left to copy.
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
    // Pyodide reads numbers in it, which have to lie as in a buffer of its own.
    if (name.value === snapshotHeadName.length) return image.slice(name.end + name.value, end)
  }
  throw new Error('The memory image has no head.')
}

function restore(image: Uint8Array, exports: WebAssembly.Exports): void {
  const { memory } = exports
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('The interpreter has no memory.')
  const trampoline = trampolineOf(exports, memory)
  const pointer = trampoline[0] ?? 0
  const bytes = new Uint8Array(memory.buffer)
  // The image leaves out what is empty; above the heap's base nothing relies on being so.
  bytes.fill(0, 0, addressOf(exports, '__heap_base'))
  for (const { place, start, end } of readSegments(image)) bytes.set(image.subarray(start, end), place)
  trampoline[0] = pointer
}

interface Segment {
  /** Where in memory its bytes belong. */
  readonly place: number
  readonly start: number
  readonly end: number
}

/** Of the kind that buildMemoryImage.ts writes: each with an `i32.const` for its place. */
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

/** Where CPython keeps the function by which it calls others: this engine's own, which is not the build's. */
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
