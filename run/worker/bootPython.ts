/** Boots Python in the worker and connects it: output, tool calls, and what a script shows and asks. */
import type { PyodideAPI } from 'pyodide'
import type { BootAssets, BootPhase, OutputStream } from '../../contract/run/workerProtocol.ts'
import type { PythonBridge, PythonCalls } from './createCallBridge.ts'
import { gatherSignal } from './createOutputBuffer.ts'
import { createPackageInstaller, type PackageInstaller } from './createPackageInstaller.ts'
import type { PagePort } from './createPagePort.ts'
import { limitFiles } from './limitFiles.ts'
import { loadInterpreter } from './loadInterpreter.ts'
import { lockDown } from './lockDown.ts'

/** `eliza_runtime.execute`. */
export interface Executor {
  prepare(isStopAsked: () => boolean, gatherSignal: number): void
  /** Resolves with the outcome as JSON. */
  run(source: string, inSession: boolean): Promise<string>
  cancel(): boolean
}

export interface Interpreter {
  readonly executor: Executor
  readonly packages: PackageInstaller
  readonly bridge: PythonBridge
  /** Drops what a script of a session may have feigned of a stack dump. */
  forgetStackDump(): void
}

interface BootOptions {
  readonly assets: BootAssets
  readonly indexUrl: string
  /** What files in the in-memory file system may hold together. */
  readonly fileBytes: number
  readonly hasPerson: boolean
  /** What Python looks at between two steps of a script. */
  readonly interrupts: Uint8Array
  readonly calls: PythonCalls
  readonly pagePort: PagePort
  readonly onPhase: (phase: BootPhase) => void
  readonly onOutput: (stream: OutputStream, bytes: Uint8Array) => void
  /** Called when the interpreter breaks down, with what Python wrote of its stack. */
  readonly onDeath: (message: string, stackDump: string) => void
}

/** In characters: a hundred frames, with names of any length that Python writes. */
const longestDump = 200_000

export async function bootPython(options: BootOptions): Promise<Interpreter> {
  const { assets, indexUrl, fileBytes, hasPerson, interrupts, calls, pagePort, onOutput } = options
  /** undefined until Python breaks down. */
  let stackDump: string | undefined
  const python = await loadInterpreter(
    assets,
    indexUrl,
    options.onPhase,
    () => (stackDump = ''),
    (message) => options.onDeath(message, stackDump ?? ''),
  )
  for (const stream of ['stdout', 'stderr'] as const) {
    redirect(python, stream, (bytes) => {
      if (stackDump === undefined) onOutput(stream, bytes)
      else if (stackDump.length < longestDump) stackDump += new TextDecoder().decode(bytes)
    })
  }
  // Python's own streams ask the person. Raw reads cannot wait, and must not look like the end of input.
  python.setStdin({ error: true })
  const { connect, settle, hear, fail } = python.pyimport('eliza_tools.bridge')
  connect(calls.ask, calls.abandon)
  python.pyimport('eliza_runtime.page').connect(pagePort.python, hasPerson)
  const executor: Executor = python.pyimport('eliza_runtime.execute')
  executor.prepare(() => interrupts[1] === 1, gatherSignal)
  python.setInterruptBuffer(interrupts)
  const packages = createPackageInstaller(python, limitFiles(python, fileBytes))
  lockDown()
  return {
    executor,
    packages,
    bridge: { settle, hear, fail },
    forgetStackDump: () => (stackDump = undefined),
  }
}

function redirect(python: PyodideAPI, stream: OutputStream, take: (bytes: Uint8Array) => void): void {
  const write = (bytes: Uint8Array) => {
    take(bytes)
    return bytes.length
  }
  if (stream === 'stdout') python.setStdout({ write })
  else python.setStderr({ write })
}
