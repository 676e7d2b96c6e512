/** Builds what Python starts from in the browser: the standard library and our own packages, both precompiled. */
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { loadPyodide, version, type PyodideAPI } from 'pyodide'
import { glob } from 'tinyglobby'
import { pythonAssetsList } from '../../contract/run/pythonAssets.ts'
import { interpreterFile, limits } from '../../contract/run/workerProtocol.ts'
import { buildHeapSnapshot } from './buildHeapSnapshot.ts'
import { limitWasmMemory } from './limitWasmMemory.ts'
import { packTimeZones } from './packTimeZones.ts'

export interface PythonAssets {
  /** Hash over everything below; part of every URL, so that browsers may keep the files for ever. */
  readonly digest: string
  /** File name to its place on disk. */
  readonly files: Readonly<Record<'pyodide.asm.mjs' | 'stdlib.zip' | 'eliza.zip' | 'snapshot.wasm', string>> &
    Readonly<Record<string, string>>
}

/** Pyodide's version, which its packages share. */
export const pyodideVersion = version

/** The folders of python/ that go into the browser. */
const packages = ['eliza_tools', 'eliza_runtime', 'IPython', 'tzdata']
const cacheDirectory = path.dirname(pythonAssetsList)
const compilerPath = 'dev/build/compilePython.py'
/** The sources that shape the snapshot, besides the libraries. */
const snapshotSources = [
  'dev/build/buildHeapSnapshot.ts',
  'run/worker/heapSnapshot.ts',
  'run/worker/scriptGlobals.ts',
  'run/worker/noNetwork.ts',
]
const pyodideDirectory = path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))

/** Builds what is missing in .cache/python; a second call with equal sources only reads. */
export async function buildPythonAssets(): Promise<PythonAssets> {
  const compilerSource = await readFile(compilerPath)
  const sourcePaths = (
    await glob(
      packages.map((name) => `${name}/**/*.py`),
      { cwd: 'python' },
    )
  ).toSorted()
  const sources = [
    ...(await Promise.all(
      sourcePaths.map(async (name) => [name, await readFile(path.join('python', name))] as const),
    )),
    ...(await packTimeZones()),
  ]
  const standardLibraryKey = hash(pyodideVersion, compilerSource)
  const elizaKey = hash(standardLibraryKey, ...sources.flat())
  const snapshotKey = hash(elizaKey, ...(await Promise.all(snapshotSources.map((file) => readFile(file)))))

  const compiler = onDemand(loadCompiler)
  const interpreter = onDemand(() => readFile(path.join(pyodideDirectory, 'pyodide.asm.wasm')))
  const [standardLibrary, elizaLibrary] = await Promise.all([
    cached(`stdlib-${standardLibraryKey}.zip`, async () => {
      const zip = await readFile(path.join(pyodideDirectory, 'python_stdlib.zip'))
      return (await compiler()).compileZip(zip, '/lib/python314.zip')
    }),
    cached(`eliza-${elizaKey}.zip`, async () => (await compiler()).compileFiles(sources, '/lib/eliza.zip')),
  ])
  const heapSnapshot = await cached(`snapshot-${snapshotKey}.wasm`, () =>
    buildHeapSnapshot({ standardLibrary, elizaLibrary }),
  )
  const limited = limits.memoryMegabytes.choices.map(async (megabytes) => [
    interpreterFile(megabytes),
    await cached(`pyodide-${standardLibraryKey}-${megabytes}.wasm`, async () =>
      limitWasmMemory(await interpreter(), megabytes),
    ),
  ])
  const files = {
    ...Object.fromEntries(await Promise.all(limited)),
    'pyodide-lock.json': path.join(pyodideDirectory, 'pyodide-lock.json'),
    'pyodide.asm.mjs': path.join(pyodideDirectory, 'pyodide.asm.mjs'),
    'stdlib.zip': standardLibrary,
    'eliza.zip': elizaLibrary,
    'snapshot.wasm': heapSnapshot,
  }
  await writeList(files)
  return { digest: snapshotKey, files }
}

/** Python on the server finds the files by it. */
async function writeList(files: Readonly<Record<string, string>>): Promise<void> {
  const folder = path.resolve(cacheDirectory)
  const entries = Object.entries(files).map(([name, file]) => [name, path.relative(folder, file)])
  await replaceFile(path.resolve(pythonAssetsList), JSON.stringify(Object.fromEntries(entries)))
}

interface Compiler {
  compileZip(zip: Uint8Array, mountPath: string): Uint8Array
  compileFiles(files: readonly (readonly [string, Uint8Array])[], mountPath: string): Uint8Array
}

/** Pyodide's own CPython compiles, since bytecode belongs to one version of Python. */
async function loadCompiler(): Promise<Compiler> {
  const python = await loadPyodide()
  python.runPython(await readFile(compilerPath, 'utf8'), { filename: compilerPath })
  const callToBytes = (name: string, first: unknown, mountPath: string): Uint8Array => {
    const result = python.runPython(name)(python.toPy(first), mountPath)
    const bytes = result.toJs().slice()
    result.destroy()
    return bytes
  }
  return {
    compileZip: (zip, mountPath) => callToBytes('compile_zip', toBytes(python, zip), mountPath),
    compileFiles: (files, mountPath) =>
      callToBytes(
        'compile_files',
        files.map(([name, content]) => [name, toBytes(python, content)]),
        mountPath,
      ),
  }
}

/** Python `bytes`: a typed array would arrive as a memoryview, which compile() and zipfile do not take. */
const toBytes = (python: PyodideAPI, content: Uint8Array): unknown =>
  python.runPython('bytes')(python.toPy(new Uint8Array(content)))

/**
 * Returns the path of a file in the cache and builds it first if it is missing. Half-written files are never
 * visible.
 */
async function cached(name: string, make: () => Promise<Uint8Array>): Promise<string> {
  const file = path.resolve(cacheDirectory, name)
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (!isThere) {
    await replaceFile(file, await make())
  }
  return file
}

async function replaceFile(file: string, content: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const partial = `${file}.${process.pid}.partial`
  await writeFile(partial, content)
  await rename(partial, file)
}

function onDemand<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}

function hash(...parts: readonly (string | Uint8Array)[]): string {
  const digest = createHash('sha256')
  // The length first, so that no two lists of parts run together to the same bytes.
  for (const part of parts) digest.update(`${part.length}:`).update(part)
  return digest.digest('hex').slice(0, 16)
}
