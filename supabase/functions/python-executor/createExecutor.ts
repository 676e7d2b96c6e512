/** Answers requests to run a script: in this process, or through the service at EXECUTOR_URL. */
import { AppError } from '../../../contract/errors.ts'
import { pythonAssetsList } from '../../../contract/run/pythonAssets.ts'
import { deepestRun, pythonExecutorFunction, pythonRequest } from '../../../contract/run/pythonExecutor.ts'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import { exactResponse } from '../_shared/exactResponse.ts'
import { readDepth } from '../_shared/readDepth.ts'
import { acceptsEvents, type Caller } from '../_shared/servePost.ts'
import { createRunQueue, type RunQueue } from './createRunQueue.ts'
import { forwardRun } from './forwardRun.ts'
import { createPythonRuntime, type PythonRuntime } from './python-runtime.ts'
import { runJob } from './runJob.ts'
import { streamRun } from './streamRun.ts'
import { toAnswer } from './toAnswer.ts'
import type { Job } from './types.ts'

interface ExecutorOptions {
  /** The address of another instance of this program. undefined to run scripts in this process. */
  readonly service: string | undefined
  /** Scripts that run concurrently. */
  readonly atOnce: number
  /** Scripts that may wait in addition. */
  readonly waiting: number
}

/** The Python runtime is created lazily, at the first request. */
export function createExecutor({ service, atOnce, waiting }: ExecutorOptions) {
  const queue = createRunQueue({ atOnce, waiting })
  let runtime: PythonRuntime | undefined

  return async (body: unknown, caller: Caller, request: Request): Promise<Response> => {
    const run = checkArguments({ name: pythonExecutorFunction, parameters: pythonRequest }, body)
    const depth = readDepth(request)
    if (depth > deepestRun) throw new AppError('calls-too-deep')
    if (service !== undefined) return forwardRun(service, run, request)
    runtime ??= openRuntime()
    const gone = new AbortController()
    const job: Job = {
      request: run,
      caller,
      publishableKey: request.headers.get('apikey') ?? '',
      depth,
      signal: AbortSignal.any([request.signal, gone.signal]),
    }
    return answerJob(job, runtime, queue, acceptsEvents(request) ? () => gone.abort() : undefined)
  }
}

/** With `onGone` the answer is a stream. `onGone` is called when the reader disconnects. */
async function answerJob(
  job: Job,
  runtime: PythonRuntime,
  queue: RunQueue,
  onGone?: () => void,
): Promise<Response> {
  const leave = await queue.take(job.depth, job.signal)
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
