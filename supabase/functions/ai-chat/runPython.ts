/**
 * Runs the code of one step through python-executor, with the caller's token, and returns the page's kind of
 * observation.
 */
import { limits } from '../../../contract/run/workerProtocol.ts'
import type { ChatRequest, ExecutePythonInput, Observation } from '../../../contract/chat/chat.ts'
import { AppError, readErrorBody } from '../../../contract/errors.ts'
import {
  deepestRun,
  depthHeader,
  pythonExecutorFunction,
  type PythonRequest,
} from '../../../contract/run/pythonExecutor.ts'
import { type ApprovalKind, defaultApprovals } from '../../../contract/run/approvals.ts'
import { hostsIn } from '../../../contract/run/hosts.ts'
import { observe } from '../../../run/journal/observe.ts'
import { readRunStream } from '../../../run/journal/readRunStream.ts'
import { newRun, reduceRun } from '../../../run/journal/reduceRun.ts'
import type { RunState } from '../../../run/journal/runState.ts'
import { viewRun } from '../../../run/journal/viewRun.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { claimedDepth } from '../_shared/callDepth.ts'
import { readText } from '../_shared/readText.ts'
import type { Caller } from '../_shared/servePost.ts'
import { textOf } from './readTurn.ts'

const errorBytes = 100_000

interface RunOptions {
  readonly caller: Pick<Caller, 'token'>
  /** The chat's own request, for its call depth and API key. */
  readonly request: Request
  readonly chat: Pick<ChatRequest, 'conversation_id' | 'message_id' | 'messages' | 'allow'>
}

export type RunPython = (input: ExecutePythonInput, signal: AbortSignal) => Promise<Observation>

/**
 * Creates the function that runs one step. It rejects with the refusal of python-executor. Its signal stops
 * the run, and it then rejects with the signal's reason.
 *
 * @throws AppError `calls-too-deep`, at once, if the request is nested too deep to run another script.
 */
export function createRunPython({ caller, request, chat }: RunOptions): RunPython {
  if (claimedDepth(request) > deepestRun) throw new AppError('calls-too-deep')
  // Signed by the executor, which alone can tell a forged one.
  const depth = request.headers.get(depthHeader)
  const address = `${(readVariable('SUPABASE_URL') ?? '').replace(/\/+$/, '')}/functions/v1/${pythonExecutorFunction}`
  const granted = (kind: ApprovalKind) =>
    chat.allow.includes(kind) || defaultApprovals[kind] === 'allow' ? 'allow' : 'deny'
  const allowedHosts = hostsOf(chat.messages)
  return async ({ code, workflow_id }, signal) => {
    const run: PythonRequest = {
      code,
      workflow_id: workflow_id ?? null,
      source: 'ai-chat',
      conversation_id: chat.conversation_id,
      metadata: chat.message_id === null ? {} : { message_id: chat.message_id },
      timeout_seconds: limits.runSeconds.default,
      memory_mb: limits.memoryMegabytes.default,
      approvals: { write: granted('write'), spend: granted('spend'), browse: granted('browse') },
      allowed_hosts: [...allowedHosts],
      decision_key: null,
    }
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        apikey: request.headers.get('apikey') ?? '',
        authorization: `Bearer ${caller.token}`,
        ...(depth === null ? {} : { [depthHeader]: depth }),
      },
      body: JSON.stringify(run),
      redirect: 'error',
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted()
      throw error instanceof TypeError ? new AppError('backend-unreachable') : error
    })
    if (!response.ok || response.body === null) throw await readRefusal(response)
    return observe(viewRun(await followRun(response.body, signal)))
  }
}

/** The hosts that the person named. */
const hostsOf = (messages: ChatRequest['messages']): readonly string[] =>
  hostsIn(messages.flatMap(({ role, parts }) => (role === 'user' ? [textOf(parts)] : [])).join('\n'))

/** Omits the tool calls, which may be large. */
const isNeeded = (type: string): boolean => !type.startsWith('tool-call-')

/** Resolves with the ended run, after its log is written. */
async function followRun(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<RunState> {
  let run: RunState | undefined
  try {
    for await (const event of readRunStream(body, isNeeded)) {
      if (event.type === 'run-started') run = newRun(event, 0)
      else if (run) run = reduceRun(run, event)
    }
  } catch {
    signal.throwIfAborted()
    throw new AppError('backend-unreachable')
  }
  if (run?.phase !== 'ended') throw new AppError('function-failed')
  return run
}

async function readRefusal(response: Response): Promise<AppError> {
  const text = await readText(response.body, errorBytes)
  try {
    return readErrorBody(JSON.parse(text ?? '')) ?? new AppError('response-malformed')
  } catch {
    return new AppError('response-malformed')
  }
}
