/** Inside the worker that holds Python: starts it once, then runs scripts and reports what happens over the port. */
import type { PyodideAPI } from 'pyodide'
import {
  limits,
  type BootAssets,
  type BootMessage,
  type FromWorker,
  type RunOutcome,
  type ToWorker,
  type Variable,
} from '../../contract/run/workerProtocol.ts'
import { createWakefulness } from '../../lib/createWakefulness.ts'
import { createOutputBuffer, gatherSignal, type OutputBuffer } from './createOutputBuffer.ts'
import { createPackageInstaller, type PackageInstaller } from './createPackageInstaller.ts'
import { createPagePort } from './createPagePort.ts'
import { limitFiles } from './limitFiles.ts'
import { loadInterpreter, prepareInterpreter } from './loadInterpreter.ts'
import { lockDown } from './lockDown.ts'
import { readStackDump } from './readStackDump.ts'
import { toReplyText } from './toReplyText.ts'

/** What eliza_runtime.execute.run returns. */
type PythonOutcome = RunOutcome & {
  readonly leftoverTasks: number
  /** Of these, those that would not end when they were cancelled. */
  readonly unendedTasks: number
  /** Of a run in a session. */
  readonly variables?: readonly Variable[]
}

interface Executor {
  prepare(isStopAsked: () => boolean, gatherSignal: number): void
  run(source: string, inSession: boolean): Promise<string>
  cancel(): boolean
}

/** What `eliza_tools.bridge` is told of calls; each look at a PyProxy's attribute makes another PyProxy. */
interface Bridge {
  readonly settle: (callId: number, reply: string) => void
  readonly hear: (callId: number, text: string) => void
  readonly fail: (callId: number, errorType: string) => void
}

interface Interpreter {
  readonly executor: Executor
  readonly packages: PackageInstaller
  readonly bridge: Bridge
}

type AskedRun = Extract<ToWorker, { type: 'run' }>
type ToolResult = Extract<ToWorker, { type: 'tool-result' }>

interface CurrentRun {
  readonly id: string
  readonly code: string
  readonly startedAt: number
  readonly output: OutputBuffer
  /** Calls beyond a budget that the page refused. */
  refusedCalls: number
  /** The reply to all that follow them: what is used up stays so. */
  refusal?: string
}

/** Waits for the first message, which brings the port; called once, by the entry of each kind of worker. */
export function servePython(): void {
  self.onmessage = ({ data }: MessageEvent<BootMessage>) => {
    self.onmessage = null
    start(data)
  }
}

/** Everything lives in this closure, the port above all: Python can reach what is global, and nothing else. */
function start({ port, indexUrl, signals, fileBytes, hasPerson }: BootMessage): void {
  const post = (message: FromWorker) => port.postMessage(message)
  /** What Python looks at between two steps of a script. */
  const interrupts = signals ?? new Uint8Array(2)
  const sinceStart = (run: CurrentRun) => performance.now() - run.startedAt
  const stayAwake = createWakefulness()
  let current: CurrentRun | undefined
  /** The run whose packages are on their way. */
  let preparing: string | undefined
  /** Runs of the worker's own, which scripts wait for. */
  let warming: Promise<void> | undefined
  /** What Python writes of its stack while it breaks down. */
  let stackDump: string | undefined
  /** The run that is not wanted any more, though its packages may still be on their way. */
  let abandoned: string | undefined

  // A script may call these itself, with anything: the page takes numbers and text alone.
  const postCall = (bridge: Bridge, callId: unknown, tool: unknown, argumentsJson: unknown) => {
    if (!current) return
    const { refusal } = current
    if (refusal !== undefined)
      return queueMicrotask(() => tellBridge(bridge, 'settle', Number(callId), refusal))
    // What was printed before the call is seen before it.
    current.output.flush()
    post({
      type: 'tool-call',
      runId: current.id,
      callId: Number(callId),
      tool: String(tool),
      argumentsJson: String(argumentsJson),
      at: sinceStart(current),
    })
    stayAwake()
  }
  const leaveCall = (callId: unknown) => {
    if (current) post({ type: 'tool-cancel', runId: current.id, callId: Number(callId) })
  }

  const pagePort = createPagePort((event) => {
    if (!current) return
    current.output.flush()
    post({ ...event, runId: current.id, at: sinceStart(current) })
  })

  async function boot(assets: BootAssets): Promise<Interpreter> {
    const python = await loadInterpreter(
      assets,
      indexUrl,
      (phase) => post({ type: 'boot-phase', phase }),
      () => (stackDump = ''),
      (message) => {
        current?.output.flush()
        post({
          type: 'interpreter-died',
          message,
          stack: readStackDump(stackDump ?? '', current?.code ?? ''),
        })
      },
    )
    for (const stream of ['stdout', 'stderr'] as const) {
      redirect(python, stream, (bytes) => {
        if (stackDump === undefined) current?.output.write(stream, bytes)
        else if (stackDump.length < longestDump) stackDump += new TextDecoder().decode(bytes)
      })
    }
    const { connect, settle, hear, fail } = python.pyimport('eliza_tools.bridge')
    const bridge: Bridge = { settle, hear, fail }
    connect((...call: [unknown, unknown, unknown]) => postCall(bridge, ...call), leaveCall)
    python.pyimport('eliza_runtime.page').connect(pagePort.python, hasPerson)
    const executor: Executor = python.pyimport('eliza_runtime.execute')
    executor.prepare(() => interrupts[1] === 1, gatherSignal)
    python.setInterruptBuffer(interrupts)
    const packages = createPackageInstaller(python, limitFiles(python, fileBytes))
    lockDown()
    return { executor, packages, bridge }
  }

  async function run({ executor, packages }: Interpreter, asked: AskedRun): Promise<void> {
    const { runId, code, isInSession } = asked
    if (current || preparing !== undefined) return
    preparing = runId
    await warming
    const refusal = await packages.prepare(code, (imports) =>
      post({ type: 'packages-needed', runId, imports }),
    )
    preparing = undefined
    const endUnbegun = (outcome: RunOutcome) => post({ type: 'run-end', runId, outcome, at: 0 })
    // The page says why.
    if (abandoned === runId) return endUnbegun(failed('stopped', ''))
    if (refusal !== null) return endUnbegun(failed('packages-unavailable', refusal))
    // What was said of the run before.
    Atomics.compareExchange(interrupts, 0, gatherSignal, 0)
    post({ type: 'script-start', runId })
    const startedAt = performance.now()
    const output = createOutputBuffer(
      {
        emit: (stream, text) =>
          post({ type: 'output-delta', runId, stream, text, at: performance.now() - startedAt }),
        omit: (bytes) => post({ type: 'output-omitted', runId, bytes }),
        // The page's interrupt, which may stand there, matters more; this is said again.
        onBeyond: () => void Atomics.compareExchange(interrupts, 0, 0, gatherSignal),
      },
      limits.outputCharacters,
    )
    current = { id: runId, code, startedAt, output, refusedCalls: 0 }
    // An earlier script of the session may have feigned it.
    stackDump = undefined
    const { leftoverTasks, unendedTasks, variables, ...outcome }: PythonOutcome = JSON.parse(
      await executor.run(code, isInSession),
    )
    const warn = (sentence: string) => output.write('stderr', new TextEncoder().encode(sentence))
    if (leftoverTasks > 0) warn(leftoverSentence(leftoverTasks))
    const isSpoilt = isInSession && unendedTasks > 0
    if (isSpoilt) warn(unendedSentence)
    output.flush()
    if (variables) post({ type: 'variables', runId, variables })
    post({ type: 'run-end', runId, outcome, at: sinceStart(current) })
    current = undefined
    pagePort.reset()
    // It would act in the runs that follow.
    if (isSpoilt) post({ type: 'interpreter-died', message: unendedSentence })
  }

  async function bootAndListen(assets: BootAssets): Promise<void> {
    try {
      const interpreter = await boot(assets)
      port.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(data, interpreter)
      post({ type: 'boot-end', error: null })
      setTimeout(() => {
        if (!current && preparing === undefined) warming = warmUp(interpreter.executor)
      }, warmUpAfterMs)
    } catch (error) {
      post({ type: 'boot-end', error: String(error) })
    }
  }

  /** From some refusals on the worker refuses by itself: the page would not hear Stop among thousands of calls. */
  function reply(bridge: Bridge, run: CurrentRun, data: ToolResult): void {
    const text = toReplyText(data)
    if (!data.ok && data.error.code === 'tool-budget-exceeded') run.refusedCalls++
    if (run.refusedCalls >= limits.refusedCallsTold) run.refusal ??= text
    tellBridge(bridge, 'settle', data.callId, text)
  }

  /** What has no room in Python's memory, or is interrupted on its way in, fails the call: its script would wait for ever. */
  function tellBridge(bridge: Bridge, what: 'settle' | 'hear', callId: number, text: string): void {
    try {
      bridge[what](callId, text)
    } catch (error) {
      try {
        bridge.fail(callId, typeOf(error))
      } catch (failure) {
        if (typeOf(failure) !== 'MemoryError') throw failure
        if (current) endWithoutMemory(current.id)
      }
    }
  }

  /** Where Python has not even the memory to say so. The page ends this worker. */
  function endWithoutMemory(runId: string): void {
    current?.output.flush()
    // The page says what the limit is.
    const outcome = failed('out-of-memory', '')
    post({ type: 'run-end', runId, outcome, at: current ? sinceStart(current) : 0 })
  }

  function hear(data: ToWorker, interpreter: Interpreter): void {
    switch (data.type) {
      case 'boot':
        return
      case 'run':
        // A rejection here is a fault of the runtime itself, not of the script.
        run(interpreter, data).catch((error: unknown) => {
          if (typeOf(error) === 'MemoryError') endWithoutMemory(data.runId)
          else post({ type: 'interpreter-died', message: String(error) })
        })
        return
      case 'cancel':
        if (current?.id === data.runId) interpreter.executor.cancel()
        else if (preparing === data.runId) {
          abandoned = data.runId
          interpreter.packages.receive({ wheels: [], missing: [] })
        }
        return
      case 'packages':
        if (preparing === data.runId) interpreter.packages.receive(data)
        return
      case 'tool-result':
        if (current?.id === data.runId) reply(interpreter.bridge, current, data)
        return
      case 'tool-text':
        if (current?.id === data.runId) tellBridge(interpreter.bridge, 'hear', data.callId, data.text)
        return
      case 'input-answer':
        if (current?.id === data.runId) pagePort.answer(data.inputId, data.text)
        return
    }
  }

  prepareInterpreter(indexUrl)
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'boot') void bootAndListen(data.assets)
  }
}

/** Characters: a hundred frames, with names of any length that Python writes. */
const longestDump = 200_000

/** A script that waits for Python to start comes before. */
const warmUpAfterMs = 30

/** First runs and first tracebacks take longer than all later ones: most scripts come when nobody waits. */
async function warmUp(executor: Executor): Promise<void> {
  for (const code of ['1 + 1', '1 / 0']) await executor.run(code, false)
}

/** The class of what Python raised. */
const typeOf = (error: unknown): string =>
  error instanceof Error && 'type' in error ? String(error.type) : ''

function redirect(python: PyodideAPI, stream: 'stdout' | 'stderr', take: (bytes: Uint8Array) => void): void {
  const write = (bytes: Uint8Array) => {
    take(bytes)
    return bytes.length
  }
  if (stream === 'stdout') python.setStdout({ write })
  else python.setStderr({ write })
}

const unendedSentence =
  'A task of this script would not end when it was cancelled. The session begins afresh: its variables are lost.\n'

const failed = (code: 'packages-unavailable' | 'stopped' | 'out-of-memory', message: string): RunOutcome => ({
  status: 'failed',
  code,
  message,
  traceback: null,
  line: null,
  exitCode: 1,
})

function leftoverSentence(tasks: number): string {
  const were = tasks === 1 ? '1 asyncio task was' : `${tasks} asyncio tasks were`
  return `${were} still running when the script ended, and cancelled.\n`
}
