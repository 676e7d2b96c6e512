/** Runs one script from its request to its end, with the same run code as the browser. */
import { depthHeader } from '../../../contract/run/pythonExecutor.ts'
import type { FromWorker } from '../../../contract/run/FromWorker.ts'
import { failedRun } from '../../../contract/run/runFailures.ts'
import { defaultLimits, type RunOutcome } from '../../../contract/run/workerProtocol.ts'
import { createCallFunction } from '../../../run/tools/createCallFunction.ts'
import { createRunRecorder } from '../../../run/journal/createRunRecorder.ts'
import type { RunState } from '../../../run/journal/runState.ts'
import { createInterpreterPool } from '../../../run/lead/createInterpreterPool.ts'
import { createRunner } from '../../../run/lead/createRunner.ts'
import {
  createWorkerSpawner,
  type SpawnWorker,
  type WorkerPort,
} from '../../../run/lead/createWorkerSpawner.ts'
import { withoutRedirects } from '../../../contract/run/guardedCalls.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { signDepth } from '../_shared/callDepth.ts'
import { approvalsOf, approveCalls } from './approveCalls.ts'
import { createRunLog } from './createRunLog.ts'
import { explainPackages } from './explainPackages.ts'
import type { PythonRuntime } from './python-runtime.ts'
import { createRssGuard } from './createRssGuard.ts'
import type { Job, OnRunEvent } from './types.ts'

const guard = createRssGuard({
  used: () => Deno.memoryUsage().rss,
  roomBytes: 600 * 2 ** 20,
  everyMs: 100,
  // The functions' host or the container's restart policy restarts the process.
  onSpoilt: () => {
    console.error(
      '[python-executor] The memory of ended scripts is not released. This process exits to be restarted.',
    )
    Deno.exit(1)
  },
})

interface FinishedRun {
  readonly run: RunState
  readonly outcome: RunOutcome
}

/** Resolves when the run has ended and its log is written or given up. */
export async function runJob(job: Job, runtime: PythonRuntime, onEvent: OnRunEvent): Promise<FinishedRun> {
  const { request, caller, signal } = job
  const memory = request.memory_mb
  const log = createRunLog(caller.supabase, (sentence) => console.error(`[python-executor] ${sentence}`))
  const recorder = createRunRecorder({
    outbox: log,
    userId: () => caller.userId,
    executor: 'edge',
    metadata: request.metadata,
  })
  let tooMuch = () => {}
  const unwatch = await guard.watch(memory * 2 ** 20, () => tooMuch())
  const end = Promise.withResolvers<FinishedRun>()
  const pool = createInterpreterPool({
    loadAssets: () => runtime.assets(memory),
    spawnWorker: spawnOnce(runtime, (end) => (tooMuch = end)),
    memory,
  })
  const runner = createRunner({
    pool,
    loadPackages: explainPackages,
    openCalls: () => createCallFunction(calling(job)),
    recorder: {
      hear(event, run) {
        recorder.hear(event, run)
        onEvent(event)
        if (event.type === 'run-ended') end.resolve({ run, outcome: event.outcome })
      },
    },
    needsApproval: approveCalls(request),
    decisionLimits: job.decisionLimits,
    ...(approvalsOf(request).browse === 'allow' ? {} : { restrict: withoutRedirects }),
    chosenLimits: () => ({ ...defaultLimits, runSeconds: request.timeout_seconds, memoryMegabytes: memory }),
  })
  const close =
    request.decision_key === null
      ? undefined
      : job.decisions.open(request.decision_key, {
          userId: caller.userId,
          decide(call, choice) {
            if (runner.getState().run?.toolCalls[call]?.status !== 'asking') return false
            runner.decide(call, choice)
            return true
          },
        })
  const stop = () => runner.stop()
  signal.addEventListener('abort', stop)
  try {
    const { code, source, workflow_id: workflowId, conversation_id: conversationId } = request
    // The message's id is in the request's metadata.
    runner.run({ code, source, workflowId, conversationId, messageId: null })
    if (signal.aborted) stop()
    const finished = await end.promise
    await log.settled()
    return finished
  } finally {
    close?.()
    log.dispose()
    unwatch()
    signal.removeEventListener('abort', stop)
    runner.dispose()
    pool.dispose()
    runtime.prepare(memory)
  }
}

/** Tools are called with the caller's token and the next call depth. */
function calling({ caller, publishableKey, depth }: Job): Parameters<typeof createCallFunction>[0] {
  return {
    environment: { url: (readVariable('SUPABASE_URL') ?? '').replace(/\/+$/, ''), publishableKey },
    session: { authorize: async () => ({ accessToken: caller.token }) },
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers)
      headers.set(depthHeader, await signDepth(depth + 1, caller.userId))
      return fetch(input, { ...init, headers })
    },
  }
}

/**
 * Never becomes ready. The runner prepares an interpreter for its next script, and this runner has no next
 * one.
 */
const noInterpreter: WorkerPort = {
  post() {},
  interrupt: () => false,
  hasHeardInterrupt: () => false,
  terminate() {},
}

/** The message that the worker itself posts when it is out of memory. */
const outOfMemory: FromWorker = {
  type: 'run-ended',
  runId: '',
  at: Number.POSITIVE_INFINITY,
  outcome: failedRun('out-of-memory', ''),
}

/** Time for a script to handle the interrupt, in milliseconds. A terminated worker may leak its memory. */
const graceMs = 300

/** @param onSpawn Gets the function that ends the script for its memory use. */
function spawnOnce(runtime: PythonRuntime, onSpawn: (endForMemory: () => void) => void): SpawnWorker {
  let isTaken = false
  return (memory, listener) => {
    if (isTaken) return noInterpreter
    isTaken = true
    let isTooMuch = false
    const spawn = createWorkerSpawner((megabytes) => runtime.take(megabytes), runtime.take(memory))
    const port = spawn(memory, {
      ...listener,
      onMessage: (message) => {
        // No person is there to answer, and a question would pause the time limit.
        if (message.type === 'input-asked') return
        listener.onMessage(isTooMuch && message.type === 'run-ended' ? outOfMemory : message)
      },
    })
    onSpawn(() => {
      isTooMuch = true
      port.interrupt()
      setTimeout(() => listener.onMessage(outOfMemory), graceMs)
    })
    return port
  }
}
