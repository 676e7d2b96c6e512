/** Caps the size of the in-memory file system: its files live on JavaScript's heap, which the memory limit does not cover. */
import type { PyodideAPI } from 'pyodide'

/** Private parts of Emscripten's MEMFS. A folder's contents are nodes by name, a file's are bytes. */
interface Node {
  usedBytes?: number
  readonly contents?: Uint8Array | Readonly<Record<string, Node>> | null
}
interface FileOperations {
  write(stream: { node: Node }, buffer: unknown, offset: number, length: number, position: number): number
}
interface MemoryFileSystem {
  createNode(...given: readonly unknown[]): Node
  readonly ops_table: { readonly file: { readonly stream: FileOperations } }
  resizeFileStorage(node: Node, size: number): void
}
interface PrivateFileSystem {
  readonly root: Node
  readonly filesystems: { readonly MEMFS: MemoryFileSystem }
  readonly ErrnoError: new (code: number) => Error
}

/** "No space left on device", as WASI numbers it. */
const outOfSpace = 51
/** The overhead of a file or folder in bytes, roughly. */
const nodeBytes = 512

export interface FileLimit {
  /** Files written during `work` have a budget of their own, in bytes, and do not count afterwards. */
  spare<Result>(bytes: number, work: () => Promise<Result>): Promise<Result>
}

/** Files written from now on may hold `limit` bytes together; beyond it Python raises OSError(ENOSPC). */
export function limitFiles(python: PyodideAPI, limit: number): FileLimit {
  const { root, filesystems, ErrnoError } = python.FS as unknown as PrivateFileSystem
  const { MEMFS } = filesystems
  const operations = MEMFS.ops_table.file.stream
  const write = operations.write.bind(operations)
  const create = MEMFS.createNode.bind(MEMFS)
  const resize = MEMFS.resizeFileStorage.bind(MEMFS)
  let most = sizeOf(root) + limit
  let used = sizeOf(root)
  let isSparing = false

  const claim = (growth: number) => {
    if (growth <= 0) return
    // Deletions are noticed only here: counting all files at each write would be slow.
    if (used + growth > most) used = sizeOf(root)
    if (used + growth > most) throw new ErrnoError(outOfSpace)
    used += growth
  }

  operations.write = (stream, buffer, offset, length, position) => {
    claim(position + length - (stream.node.usedBytes ?? 0))
    return write(stream, buffer, offset, length, position)
  }
  MEMFS.createNode = (...given) => {
    if (!isSparing) claim(nodeBytes)
    return create(...given)
  }
  MEMFS.resizeFileStorage = (node, size) => {
    claim(size - (node.usedBytes ?? 0))
    resize(node, size)
  }
  return {
    async spare(bytes, work) {
      const left = most - sizeOf(root)
      most += bytes
      isSparing = true
      try {
        return await work()
      } finally {
        isSparing = false
        used = sizeOf(root)
        most = used + left
      }
    },
  }
}

function sizeOf(root: Node): number {
  let bytes = 0
  const waiting = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    bytes += nodeBytes
    if (node.usedBytes !== undefined) bytes += node.usedBytes
    else if (node.contents) waiting.push(...Object.values(node.contents as Record<string, Node>))
  }
  return bytes
}
