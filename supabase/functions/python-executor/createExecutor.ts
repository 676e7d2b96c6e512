/** Answers requests to run a script: in this process, or through the service at EXECUTOR_URL. */
import { AppError } from '../../../contract/errors.ts'
import { pythonAssetsList } from '../../../contract/run/pythonAssets.ts'
import {
  pythonDecision,
  pythonExecutorFunction,
  pythonRequest,
} from '../../../contract/run/pythonExecutor.ts'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import { readDepth } from '../_shared/callDepth.ts'
import { exactResponse } from '../_shared/exactResponse.ts'
import { limitRate } from '../_shared/limitRate.ts'
import { acceptsEvents, type Caller } from '../_shared/servePost.ts'
import { checkApprovals } from './approveCalls.ts'
import { createRunDecisions } from './createRunDecisions.ts'
import { createRunQueue, type RunQueue } from './createRunQueue.ts'
import { forwardRun, usualGraceMs } from './forwardRun.ts'
import { createPythonRuntime, type PythonRuntime } from './python-runtime.ts'
import type { ExecutorSettings } from './readSettings.ts'
import { runJob } from './runJob.ts'
import { streamRun } from './streamRun.ts'
import { toAnswer } from './toAnswer.ts'
import type { Job } from './types.ts'

interface ExecutorOptions extends ExecutorSettings {
  /** The address of another instance of this program. undefined to run scripts in this process. */
  readonly service: string | undefined
}

/** The Python runtime is created lazily, at the first request. */
export function createExecutor({ service, atOnce, waiting, decisionLimits }: ExecutorOptions) {
  const queue = createRunQueue({ atOnce, waiting })
  const decisions = createRunDecisions()
  let runtime: PythonRuntime | undefined

  async function run(body: unknown, caller: Caller, request: Request): Promise<Response> {
    const run = checkArguments({ name: pythonExecutorFunction, parameters: pythonRequest }, body)
    checkApprovals(run, acceptsEvents(request))
    limitRate(caller.userId, 'run')
    // The service verifies the depth: it has signed it.
    if (service !== undefined) return forwardRun(service, run, request, usualGraceMs + decisionLimits.runMs)
    const depth = await readDepth(request, caller.userId)
    runtime ??= openRuntime()
    const gone = new AbortController()
    const job: Job = {
      request: run,
      caller,
      publishableKey: request.headers.get('apikey') ?? '',
      depth,
      signal: AbortSignal.any([request.signal, gone.signal]),
      decisions,
      decisionLimits,
    }
    return answerJob(job, runtime, queue, acceptsEvents(request) ? () => gone.abort() : undefined)
  }

  async function decide(body: unknown, caller: Caller, request: Request): Promise<Response> {
    const decision = checkArguments({ name: pythonExecutorFunction, parameters: pythonDecision }, body)
    limitRate(caller.userId, 'write')
    if (service !== undefined) return forwardRun(service, decision, request)
    // No script decides about another's calls, nor about its own.
    if ((await readDepth(request, caller.userId)) > 0) throw new AppError('access-denied')
    decisions.decide(decision, caller.userId)
    return Response.json({})
  }

  return (body: unknown, caller: Caller, request: Request): Promise<Response> =>
    (isDecision(body) ? decide : run)(body, caller, request)
}

const isDecision = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, 'choice')

/** With `onGone` the answer is a stream. `onGone` is called when the reader disconnects. */
async function answerJob(
  job: Job,
  runtime: PythonRuntime,
  queue: RunQueue,
  onGone?: () => void,
): Promise<Response> {
  const leave = await queue.take({ userId: job.caller.userId, depth: job.depth }, job.signal)
  if (onGone !== undefined)
    return streamRun((onEvent) => runJob(job, runtime, onEvent).finally(leave), onGone)
  try {
    const { run, outcome } = await runJob(job, runtime, () => {})
    return exactResponse(toAnswer(run, outcome))
  } finally {
    leave()
  }
}

function openRuntime(): PythonRuntime {
  // Hosted Supabase has no workers, and without the built files there is no interpreter.
  const listUrl = new URL(`../../../${pythonAssetsList}`, import.meta.url)
  if (typeof Worker === 'undefined' || !isThere(listUrl)) throw new AppError('executor-missing')
  return createPythonRuntime(listUrl)
}

function isThere(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile
  } catch {
    return false
  }
}
