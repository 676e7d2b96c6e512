/** The scripts that the worker runs, one at a time: prepares packages, executes, gathers output, posts what happens. */
import type { FromWorker } from '../../contract/run/FromWorker.ts'
import { failedRun } from '../../contract/run/runFailures.ts'
import {
  limits,
  type OutputStream,
  type RunOutcome,
  type ToWorker,
  type Variable,
} from '../../contract/run/workerProtocol.ts'
import type { Interpreter } from './bootPython.ts'
import { createOutputBuffer, gatherSignal, type OutputBuffer } from './createOutputBuffer.ts'
import { pythonErrorType } from './pythonErrorType.ts'
import { readStackDump } from './readStackDump.ts'

/** What `eliza_runtime.execute.run` returns. */
type PythonOutcome = RunOutcome & {
  readonly leftoverTasks: number
  /** How many of these would not end when they were cancelled. */
  readonly unendedTasks: number
  /** Of a run in a session. */
  readonly variables?: readonly Variable[]
}

type AskedRun = Extract<ToWorker, { type: 'run' }>

interface CurrentRun {
  readonly id: string
  readonly code: string
  readonly output: OutputBuffer
  /** Milliseconds since the run began. */
  readonly now: () => number
}

interface ScriptRunsOptions {
  readonly post: (message: FromWorker) => void
  /** Shared with the page if it can be: [0] is the signal that Python looks at. */
  readonly interrupts: Uint8Array
  /** Called after each run, so that the next begins afresh. */
  readonly onEnd: () => void
}

export interface ScriptRuns {
  /** Runs of the worker's own, so that first runs and first tracebacks are fast. Scripts wait for them. */
  warmUp(interpreter: Interpreter): void
  run(interpreter: Interpreter, asked: AskedRun): void
  cancel(interpreter: Interpreter, runId: string): void
  givePackages(interpreter: Interpreter, packages: Extract<ToWorker, { type: 'packages' }>): void
  isCurrent(runId: string): boolean
  /** Posts in the name of the current run, after what it has printed; nothing between runs. */
  post(toMessage: (runId: string, at: number) => FromWorker): void
  write(stream: OutputStream, bytes: Uint8Array): void
  /** Python has not even the memory to say so. The page ends this worker. */
  endWithoutMemory(): void
  /** The interpreter has broken down. */
  die(message: string, stackDump: string): void
}

export function createScriptRuns({ post, interrupts, onEnd }: ScriptRunsOptions): ScriptRuns {
  let current: CurrentRun | undefined
  /** The run whose packages are on their way. */
  let preparing: string | undefined
  /** The run that is not wanted any more, though its packages may still be on their way. */
  let abandoned: string | undefined
  let warming: Promise<void> | undefined

  async function run(interpreter: Interpreter, asked: AskedRun): Promise<void> {
    const { executor, packages } = interpreter
    const { runId, code, isInSession, beganAt } = asked
    // One clock for page and worker: https://w3c.github.io/hr-time/#sec-time-origin
    const shift = performance.timeOrigin - beganAt
    const now = () => Math.max(0, performance.now() + shift)
    if (current || preparing !== undefined) return
    preparing = runId
    await warming
    const refusal = await packages.prepare(code, (imports) =>
      post({ type: 'packages-needed', runId, imports }),
    )
    preparing = undefined
    const endUnbegun = (outcome: RunOutcome) => post({ type: 'run-ended', runId, outcome, at: now() })
    // The page says why.
    if (abandoned === runId) return endUnbegun(failedRun('stopped', ''))
    if (refusal !== null) return endUnbegun(failedRun('packages-unavailable', refusal))
    // The signal of the run before.
    Atomics.compareExchange(interrupts, 0, gatherSignal, 0)
    post({ type: 'script-started', runId, at: now() })
    const output = createOutputBuffer(
      {
        emit: (stream, text) => post({ type: 'output-delta', runId, stream, text, at: now() }),
        omit: (bytes) => post({ type: 'output-omitted', runId, bytes, at: now() }),
        // The page's interrupt, which may stand there, matters more; this is said again.
        onBeyond: () => void Atomics.compareExchange(interrupts, 0, 0, gatherSignal),
      },
      limits.outputCharacters,
    )
    current = { id: runId, code, output, now }
    interpreter.forgetStackDump()
    const { leftoverTasks, unendedTasks, variables, ...outcome }: PythonOutcome = JSON.parse(
      await executor.run(code, isInSession),
    )
    const warn = (sentence: string) => output.write('stderr', new TextEncoder().encode(sentence))
    if (leftoverTasks > 0) warn(leftoverSentence(leftoverTasks))
    const isSpoilt = isInSession && unendedTasks > 0
    if (isSpoilt) warn(unendedSentence)
    output.flush()
    if (variables) post({ type: 'variables-changed', runId, variables, at: now() })
    post({ type: 'run-ended', runId, outcome, at: now() })
    current = undefined
    onEnd()
    // The task would act in the runs that follow.
    if (isSpoilt) post({ type: 'interpreter-died', message: unendedSentence })
  }

  function endWithoutMemory(runId: string): void {
    current?.output.flush()
    // The page says what the limit is.
    post({ type: 'run-ended', runId, outcome: failedRun('out-of-memory', ''), at: current?.now() ?? 0 })
  }

  return {
    warmUp(interpreter) {
      if (!current && preparing === undefined) warming = warmUp(interpreter)
    },
    run(interpreter, asked) {
      // A rejection here is a fault of the runtime itself, not of the script.
      run(interpreter, asked).catch((error: unknown) => {
        if (pythonErrorType(error) === 'MemoryError') endWithoutMemory(asked.runId)
        else post({ type: 'interpreter-died', message: String(error) })
      })
    },
    cancel({ executor, packages }, runId) {
      if (current?.id === runId) executor.cancel()
      else if (preparing === runId) {
        abandoned = runId
        packages.receive({ wheels: [], missing: [] })
      }
    },
    givePackages({ packages }, given) {
      if (preparing === given.runId) packages.receive(given)
    },
    isCurrent: (runId) => current?.id === runId,
    post(toMessage) {
      if (!current) return
      // What was printed before is seen before.
      current.output.flush()
      post(toMessage(current.id, current.now()))
    },
    write: (stream, bytes) => current?.output.write(stream, bytes),
    endWithoutMemory() {
      if (current) endWithoutMemory(current.id)
    },
    die(message, stackDump) {
      current?.output.flush()
      post({ type: 'interpreter-died', message, stack: readStackDump(stackDump, current?.code ?? '') })
    },
  }
}

/** First runs and first tracebacks take longer than all later ones: most scripts come when nobody waits. */
async function warmUp({ executor }: Interpreter): Promise<void> {
  for (const code of ['1 + 1', '1 / 0']) await executor.run(code, false)
}

const unendedSentence =
  'A task of this script would not end when it was cancelled. The session begins afresh: its variables are lost.\n'

function leftoverSentence(tasks: number): string {
  const were = tasks === 1 ? '1 asyncio task was' : `${tasks} asyncio tasks were`
  return `${were} still running when the script ended, and cancelled.\n`
}
