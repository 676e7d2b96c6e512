/** Starts the shipped Python in Node, through the same entry as the browser's worker. */
import type { DisplayBundle, Variable } from '../../contract/run/workerProtocol.ts'
import { gatherSignal } from '../../run/worker/createOutputBuffer.ts'
import { createPagePort } from '../../run/worker/createPagePort.ts'
import type { PyodideAPI } from 'pyodide'
import { loadPython } from './loadPython.ts'

export interface Outcome {
  readonly status: 'completed' | 'failed'
  readonly result?: DisplayBundle | null
  readonly code?: string
  readonly message?: string
  readonly traceback?: string | null
  readonly line?: number | null
  readonly exitCode: number
  readonly leftoverTasks: number
  readonly unendedTasks: number
  /** Only for a run in a session. */
  readonly variables?: readonly Variable[]
}

interface TestPython {
  readonly FS: PyodideAPI['FS']
  /** Runs a script to its outcome. */
  run(source: string, inSession?: boolean): Promise<Outcome>
  cancel(): boolean
  /** Installs a package. */
  unpack(wheel: Uint8Array): void
  /** True if output from now on is counted but not shown. */
  setBeyond(isBeyond: boolean): void
  /** Returns the output since the last call, both streams together. */
  takeOutput(): string
  /** Returns the displays since the last call. */
  takeShown(): DisplayBundle[]
  /** Returns the progress (share and text) since the last call. */
  takeProgress(): [number, string][]
}

type Answer = (
  tool: string,
  argumentsJson: string,
  call: { readonly id: number; readonly onText: (text: string) => void },
) => Promise<string>

/**
 * `answer` fakes the page: it returns the reply to a tool call as JSON text. `leave` is called with the id of
 * each abandoned call.
 */
export async function startPython(
  answer: Answer,
  leave: (callId: number) => void = () => {},
): Promise<TestPython> {
  const python = await loadPython()
  let output = ''
  const decoder = new TextDecoder()
  const interrupts = new Uint8Array(2)
  let isBeyond = false
  const write = (bytes: Uint8Array) => {
    output += decoder.decode(bytes, { stream: true })
    if (isBeyond) interrupts[0] = gatherSignal
    return bytes.length
  }
  python.setStdout({ write })
  python.setStderr({ write })
  python.setStdin({ error: true })
  const { connect, settle, hear } = python.pyimport('eliza_tools.bridge')
  connect(async (id: number, tool: string, argumentsJson: string) => {
    settle(id, await answer(tool, argumentsJson, { id, onText: (text) => hear(id, text) }))
  }, leave)
  const shown: DisplayBundle[] = []
  const progress: [number, string][] = []
  const pagePort = createPagePort((event) => {
    if (event.type === 'display-shown') shown.push(event.bundle)
    else if (event.type === 'progress-changed') progress.push([event.share, event.text])
  })
  python.pyimport('eliza_runtime.page').connect(pagePort.python)
  const execute = python.pyimport('eliza_runtime.execute')
  execute.prepare(() => false, gatherSignal)
  python.setInterruptBuffer(interrupts)
  return {
    FS: python.FS,
    async run(source, inSession = false) {
      const outcome = JSON.parse(await execute.run(source, inSession))
      pagePort.reset()
      return outcome
    },
    takeShown: () => shown.splice(0),
    takeProgress: () => progress.splice(0),
    unpack: (wheel) => python.unpackArchive(new Uint8Array(wheel), 'wheel'),
    cancel: () => execute.cancel(),
    setBeyond(isNow) {
      isBeyond = isNow
    },
    takeOutput() {
      const taken = output
      output = ''
      return taken
    },
  }
}
