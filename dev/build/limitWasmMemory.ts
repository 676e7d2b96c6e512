/** Lowers the maximum of the memory that a WebAssembly module defines: the engine then refuses to grow beyond it. */
import { readLeb128, readSections } from '../../lib/readWasm.ts'

const memorySection = 5
/** https://webassembly.github.io/spec/core/binary/modules.html#memory-section */
const hasMaximum = 1
const pageBytes = 65_536

/** The module with a memory of its own minimum plus `extraMegabytes` (of 2^20 bytes) at most. The length stays. */
export function limitWasmMemory(module: Uint8Array, extraMegabytes: number): Uint8Array {
  const limited = Uint8Array.from(module)
  for (const { kind, start } of readSections(limited)) {
    if (kind !== memorySection) continue
    const count = readLeb128(limited, start)
    const flags = limited[count.end] ?? 0
    if (count.value !== 1 || (flags & hasMaximum) === 0) break
    const minimum = readLeb128(limited, count.end + 1)
    const maximum = readLeb128(limited, minimum.end)
    const pages = minimum.value + (extraMegabytes * 2 ** 20) / pageBytes
    if (pages > maximum.value) break
    writeUnsigned(limited, minimum.end, maximum.end, pages)
    return limited
  }
  throw new Error('The WebAssembly module has no memory whose maximum could be lowered.')
}

/** Padded to the length of the number that it replaces, so that nothing moves. */
function writeUnsigned(bytes: Uint8Array, start: number, end: number, value: number): void {
  let rest = value
  for (let position = start; position < end; position++) {
    const isLast = position === end - 1
    bytes[position] = (rest % 128) + (isLast ? 0 : 0x80)
    rest = Math.floor(rest / 128)
  }
}
