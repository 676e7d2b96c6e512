/** Lowers the maximum of the memory that a WebAssembly module defines: the engine then refuses to grow beyond it. */

const memorySection = 5
/** https://webassembly.github.io/spec/core/binary/modules.html#memory-section */
const hasMaximum = 1
const pageBytes = 65_536

/** The module with a memory of its own minimum plus `extraMegabytes` (of 2^20 bytes) at most. The length stays. */
export function limitWasmMemory(module: Uint8Array, extraMegabytes: number): Uint8Array {
  const limited = Uint8Array.from(module)
  // Magic number and version come first.
  let position = 8
  while (position < limited.length) {
    const section = limited[position]
    const size = readUnsigned(limited, position + 1)
    if (section === memorySection) {
      const count = readUnsigned(limited, size.end)
      const flags = limited[count.end] ?? 0
      if (count.value !== 1 || (flags & hasMaximum) === 0) break
      const minimum = readUnsigned(limited, count.end + 1)
      const maximum = readUnsigned(limited, minimum.end)
      const pages = minimum.value + (extraMegabytes * 2 ** 20) / pageBytes
      if (pages > maximum.value) break
      writeUnsigned(limited, minimum.end, maximum.end, pages)
      return limited
    }
    position = size.end + size.value
  }
  throw new Error('The WebAssembly module has no memory whose maximum could be lowered.')
}

/** LEB128. */
function readUnsigned(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0
  for (let place = 0; ; place++) {
    const byte = bytes[start + place]
    if (byte === undefined) throw new Error('The WebAssembly module ends within a number.')
    value += (byte & 0x7f) * 2 ** (7 * place)
    if (byte < 0x80) return { value, end: start + place + 1 }
  }
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
