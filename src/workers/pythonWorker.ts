/** The worker that holds Python: starts it once, then runs one script at a time and tells the page what happens. */
import type { PyodideAPI } from 'pyodide'
import { limits, type FromWorker, type RunOutcome, type ToWorker } from '../../contract/workerProtocol.ts'
import { createOutputBuffer, type OutputBuffer } from './createOutputBuffer.ts'
import { createPagePort } from './createPagePort.ts'
import { createToolPort } from './createToolPort.ts'
import { loadInterpreter } from './loadInterpreter.ts'

/** What eliza_runtime.execute.run returns. */
type PythonOutcome = RunOutcome & { readonly leftoverTasks: number; readonly interpreterSpent: boolean }

interface Executor {
  run(source: string): Promise<string>
  cancel(): boolean
}

interface CurrentRun {
  readonly id: string
  readonly startedAt: number
  readonly output: OutputBuffer
}

const post = (message: FromWorker) => self.postMessage(message)
const sinceStart = (run: CurrentRun) => performance.now() - run.startedAt

let executor: Executor | undefined
let current: CurrentRun | undefined

const toolPort = createToolPort((callId, tool, argumentsJson) => {
  if (!current) return
  // What was printed before the call is seen before it.
  current.output.flush()
  post({ type: 'tool-call', runId: current.id, callId, tool, argumentsJson, at: sinceStart(current) })
})

const pagePort = createPagePort((event) => {
  if (!current) return
  current.output.flush()
  post({ ...event, runId: current.id, at: sinceStart(current) })
})

async function boot(assets: Extract<ToWorker, { type: 'boot' }>['assets']): Promise<void> {
  try {
    const python = await loadInterpreter(
      assets,
      (phase) => post({ type: 'boot-phase', phase }),
      (message) => post({ type: 'interpreter-died', message }),
    )
    for (const stream of ['stdout', 'stderr'] as const) redirect(python, stream)
    python
      .pyimport('eliza_tools.bridge')
      .connect((tool: string, argumentsJson: string) => toolPort.call(tool, argumentsJson))
    python.pyimport('eliza_runtime.page').connect(pagePort.python)
    const module = python.pyimport('eliza_runtime.execute')
    module.prepare()
    executor = module
    post({ type: 'boot-end', error: null })
  } catch (error) {
    post({ type: 'boot-end', error: String(error) })
  }
}

function redirect(python: PyodideAPI, stream: 'stdout' | 'stderr'): void {
  const write = (bytes: Uint8Array) => {
    current?.output.write(stream, bytes)
    return bytes.length
  }
  if (stream === 'stdout') python.setStdout({ write })
  else python.setStderr({ write })
}

async function run(runId: string, code: string): Promise<void> {
  if (!executor || current) return
  const startedAt = performance.now()
  const output = createOutputBuffer(
    {
      emit: (stream, text) =>
        post({ type: 'output-delta', runId, stream, text, at: performance.now() - startedAt }),
      omit: (bytes) => post({ type: 'output-omitted', runId, bytes }),
    },
    limits.outputCharacters,
  )
  current = { id: runId, startedAt, output }
  const { leftoverTasks, interpreterSpent, ...outcome }: PythonOutcome = JSON.parse(await executor.run(code))
  if (leftoverTasks > 0) {
    const tasks = leftoverTasks === 1 ? '1 asyncio task was' : `${leftoverTasks} asyncio tasks were`
    output.write(
      'stderr',
      new TextEncoder().encode(`${tasks} still running when the script ended, and cancelled.\n`),
    )
  }
  output.flush()
  post({
    type: 'run-end',
    runId,
    outcome,
    at: sinceStart(current),
    interpreterSpent,
  })
  current = undefined
  toolPort.reset()
  pagePort.reset()
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'boot':
      void boot(data.assets)
      break
    case 'run':
      // A rejection here is a fault of the runtime itself, not of the script.
      run(data.runId, data.code).catch((error: unknown) =>
        post({ type: 'interpreter-died', message: String(error) }),
      )
      break
    case 'cancel':
      if (current?.id === data.runId) executor?.cancel()
      break
    case 'tool-result':
      if (current?.id === data.runId) toolPort.settle(data.callId, data)
      break
    case 'input-answer':
      if (current?.id === data.runId) pagePort.answer(data.inputId, data.text)
      break
  }
}
