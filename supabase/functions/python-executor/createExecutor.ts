/** What answers a request for a run: here where Python can run, else by the service that is named. */
import { AppError } from '../../../contract/errors.ts'
import { pythonAssetsList } from '../../../contract/run/pythonAssets.ts'
import { deepestRun, pythonExecutorFunction, pythonRequest } from '../../../contract/run/pythonExecutor.ts'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
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
  /** Where another instance of this program runs; undefined: here. */
  readonly service: string | undefined
  /** How many scripts run at once. */
  readonly atOnce: number
  /** How many more may wait. */
  readonly waiting: number
}

/** Python starts with the first request, not before. */
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

/** `onGone`: the answer is a stream, and this is called when nobody reads it. */
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
    return Response.json(toAnswer(run, outcome))
  } finally {
    leave()
  }
}

function openRuntime(): PythonRuntime {
  // Hosted Supabase has no workers. Without what was built there is nothing to start.
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
