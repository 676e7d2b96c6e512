/** Runs a script on the server as the signed-in user, and streams its events. */
import { AppError, readErrorBody } from '../../contract/errors.ts'
import { pythonExecutorFunction, type PythonDecision } from '../../contract/run/pythonExecutor.ts'
import { messageMetadata } from '../../run/journal/messageMetadata.ts'
import { readRunStream } from '../../run/journal/readRunStream.ts'
import type { DecideOnServer, RunOnServer } from '../../run/lead/ports.ts'
import type { Backend } from './connectBackend.ts'
import { readTextUpTo } from '../../lib/readTextUpTo.ts'

type Server = Omit<Backend, 'supabase'>

const errorCharacters = 100_000

export function createRunOnServer(server: Server): RunOnServer {
  return async (run, { signal, onEvent }) => {
    const request = {
      code: run.code,
      workflow_id: run.workflowId,
      source: run.source,
      conversation_id: run.conversationId,
      metadata: messageMetadata(run.messageId),
      timeout_seconds: run.limits.runSeconds,
      memory_mb: run.limits.memoryMegabytes,
      ...(run.asking && { approvals: run.asking.approvals, decision_key: run.asking.key }),
    }
    const response = await post(server, request, { accept: 'text/event-stream', signal })
    if (!response.ok || response.body === null) throw await readRefusal(response)
    try {
      for await (const event of readRunStream(response.body)) onEvent(event)
    } catch {
      signal.throwIfAborted()
      // The connection broke. Events received so far stand.
    }
  }
}

export function createDecideOnServer(server: Server): DecideOnServer {
  return async ({ key, call, choice }, { signal }) => {
    const decision: PythonDecision = { decision_key: key, call, choice }
    const response = await post(server, decision, { accept: 'application/json', signal })
    if (response.ok) return void response.body?.cancel()
    const refusal = await readRefusal(response)
    // It was withdrawn or took too long: the events of the run say so.
    if (refusal.code !== 'question-closed') throw refusal
  }
}

async function post(
  { environment, session, fetch }: Server,
  body: object,
  { accept, signal }: { readonly accept: string; readonly signal: AbortSignal },
): Promise<Response> {
  const authorization = await session.authorize()
  if (authorization === null) throw new AppError('not-signed-in')
  return fetch(`${environment.url}/functions/v1/${pythonExecutorFunction}`, {
    method: 'POST',
    headers: {
      accept,
      'content-type': 'application/json',
      apikey: environment.publishableKey,
      authorization: `Bearer ${authorization.accessToken}`,
    },
    body: JSON.stringify(body),
    signal,
  }).catch(() => {
    signal.throwIfAborted()
    throw new AppError('backend-unreachable')
  })
}

async function readRefusal(response: Response): Promise<AppError> {
  const text = (await readTextUpTo(response, errorCharacters)) ?? ''
  try {
    return readErrorBody(JSON.parse(text)) ?? new AppError('function-failed')
  } catch {
    return new AppError(response.status === 404 ? 'function-not-found' : 'function-failed')
  }
}
