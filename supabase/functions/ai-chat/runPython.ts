/**
 * Runs the code of one step through python-executor, with the caller's token, and returns the observation.
 */
import { limits } from '../../../contract/run/workerProtocol.ts'
import type { ChatRequest, ExecutePythonInput, Observation } from '../../../contract/chat/chat.ts'
import { describeFailure } from '../../../contract/chat/chatLoop.ts'
import { AppError, readErrorBody } from '../../../contract/errors.ts'
import {
  deepestRun,
  depthHeader,
  type PythonAnswer,
  pythonAnswer,
  pythonExecutorFunction,
  type PythonRequest,
} from '../../../contract/run/pythonExecutor.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { readDepth } from '../_shared/readDepth.ts'
import { readText } from '../_shared/readText.ts'
import type { Caller } from '../_shared/servePost.ts'

const maxBytes = 12_000_000

interface RunOptions {
  readonly caller: Pick<Caller, 'token'>
  /** The chat's own request, for its call depth and API key. */
  readonly request: Request
  readonly chat: Pick<ChatRequest, 'conversation_id' | 'message_id'>
}

export type RunPython = (input: ExecutePythonInput, signal: AbortSignal) => Promise<Observation>

/**
 * Creates the function that runs one step. It rejects with the refusal of python-executor. Its signal stops
 * the run, and it then rejects with the signal's reason.
 *
 * @throws AppError `calls-too-deep`, at once, if the request is nested too deep to run another script.
 */
export function createRunPython({ caller, request, chat }: RunOptions): RunPython {
  const depth = readDepth(request) + 1
  if (depth > deepestRun) throw new AppError('calls-too-deep')
  const address = `${(readVariable('SUPABASE_URL') ?? '').replace(/\/+$/, '')}/functions/v1/${pythonExecutorFunction}`
  return async ({ code, workflow_id }, signal) => {
    const run: PythonRequest = {
      code,
      workflow_id: workflow_id ?? null,
      source: 'ai-chat',
      conversation_id: chat.conversation_id,
      metadata: chat.message_id === null ? {} : { message_id: chat.message_id },
      timeout_seconds: limits.runSeconds.default,
      memory_mb: limits.memoryMegabytes.default,
    }
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        apikey: request.headers.get('apikey') ?? '',
        authorization: `Bearer ${caller.token}`,
        [depthHeader]: String(depth),
      },
      body: JSON.stringify(run),
      redirect: 'error',
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted()
      throw error instanceof TypeError ? new AppError('backend-unreachable') : error
    })
    return toObservation(await readAnswer(response))
  }
}

async function readAnswer(response: Response): Promise<PythonAnswer> {
  const text = await readText(response.body, maxBytes)
  if (text === undefined) throw new AppError('response-too-large')
  const body = parse(text)
  if (!response.ok) throw readErrorBody(body) ?? new AppError('response-malformed')
  const answer = pythonAnswer.safeParse(body)
  if (!answer.success) throw new AppError('response-malformed')
  return answer.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const failureOf = ({ error_code: code, error_message: message, traceback }: PythonAnswer) => ({
  code,
  message,
  traceback,
})

function toObservation(answer: PythonAnswer): Observation {
  const { result, result_mime } = answer
  const isText = result_mime === 'text/plain' && typeof result === 'string'
  return {
    ok: answer.status === 'completed',
    stdout: answer.output,
    result: result_mime === null ? null : isText ? result : JSON.stringify(result),
    error: answer.status === 'failed' ? describeFailure(failureOf(answer)) : null,
    artifacts: [],
    ms: answer.execution_time_ms,
    execution_id: answer.execution_id,
  }
}
