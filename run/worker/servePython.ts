/** Inside the worker that holds Python: takes the port, boots, and answers the page's messages. */
import type { FromWorker } from '../../contract/run/FromWorker.ts'
import type { BootAssets, BootMessage, ToWorker } from '../../contract/run/workerProtocol.ts'
import { bootPython, type Interpreter } from './bootPython.ts'
import { createCallBridge } from './createCallBridge.ts'
import { createPagePort } from './createPagePort.ts'
import { createScriptRuns } from './createScriptRuns.ts'
import { prepareInterpreter } from './loadInterpreter.ts'
import { pythonErrorType } from './pythonErrorType.ts'

/** A script that waits for Python to start goes before the warm-up. */
const warmUpAfterMs = 30

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
  const interrupts = signals ?? new Uint8Array(2)
  const pagePort = createPagePort((event) => runs.post((runId, at) => ({ ...event, runId, at })))
  const calls = createCallBridge(
    (message) => runs.post((runId, at) => ({ ...message, runId, at })),
    () => runs.endWithoutMemory(),
  )
  const runs = createScriptRuns({
    post,
    interrupts,
    onEnd() {
      pagePort.reset()
      calls.reset()
    },
  })

  // Python's event loop may lack the memory to wake a task, outside of any: its script would wait until the time limit.
  self.addEventListener('unhandledrejection', (event) => {
    if (pythonErrorType(event.reason) !== 'MemoryError') return
    event.preventDefault()
    runs.endWithoutMemory()
  })

  async function bootAndListen(assets: BootAssets): Promise<void> {
    try {
      const interpreter = await bootPython({
        assets,
        indexUrl,
        fileBytes,
        hasPerson,
        interrupts,
        calls: calls.python,
        pagePort,
        onPhase: (phase) => post({ type: 'boot-progressed', phase }),
        onOutput: (stream, bytes) => runs.write(stream, bytes),
        onDeath: (message, stackDump) => runs.die(message, stackDump),
      })
      calls.connect(interpreter.bridge)
      port.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(data, interpreter)
      post({ type: 'boot-ended', error: null })
      setTimeout(() => runs.warmUp(interpreter), warmUpAfterMs)
    } catch (error) {
      post({ type: 'boot-ended', error: String(error) })
    }
  }

  function hear(data: ToWorker, interpreter: Interpreter): void {
    switch (data.type) {
      case 'boot':
        return
      case 'run':
        return runs.run(interpreter, data)
      case 'cancel':
        return runs.cancel(interpreter, data.runId)
      case 'packages':
        return runs.givePackages(interpreter, data)
      case 'tool-result':
        if (runs.isCurrent(data.runId)) calls.reply(data)
        return
      case 'tool-text':
        if (runs.isCurrent(data.runId)) calls.hearText(data.callId, data.text)
        return
      case 'input-answer':
        if (runs.isCurrent(data.runId)) pagePort.answer(data.inputId, data.text)
        return
    }
  }

  prepareInterpreter(indexUrl)
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'boot') void bootAndListen(data.assets)
  }
}
