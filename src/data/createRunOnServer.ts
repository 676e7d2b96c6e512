/** Runs a script on the server as the signed-in user, and streams its events. */
import { AppError, readErrorBody } from '../../contract/errors.ts'
import { pythonExecutorFunction } from '../../contract/run/pythonExecutor.ts'
import type { RunEvent } from '../../contract/run/runEvents.ts'
import type { RunRequest } from '../../contract/run/runRequest.ts'
import type { ChosenLimits } from '../../contract/run/workerProtocol.ts'
import { messageMetadata } from '../../run/journal/messageMetadata.ts'
import { readRunStream } from '../../run/journal/readRunStream.ts'
import type { Backend } from './connectBackend.ts'
import { readTextUpTo } from '../../lib/readTextUpTo.ts'

interface RunOptions {
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
}

const errorCharacters = 100_000

/** Implements `RunOnServer` of run/lead/ports.ts. */
export function createRunOnServer({ environment, session, fetch }: Omit<Backend, 'supabase'>) {
  return async (run: RunRequest & { readonly limits: ChosenLimits }, options: RunOptions): Promise<void> => {
    const { signal, onEvent } = options
    const authorization = await session.authorize()
    if (authorization === null) throw new AppError('not-signed-in')
    const response = await fetch(`${environment.url}/functions/v1/${pythonExecutorFunction}`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        apikey: environment.publishableKey,
        authorization: `Bearer ${authorization.accessToken}`,
      },
      body: JSON.stringify({
        code: run.code,
        workflow_id: run.workflowId,
        source: run.source,
        conversation_id: run.conversationId,
        metadata: messageMetadata(run.messageId),
        timeout_seconds: run.limits.runSeconds,
        memory_mb: run.limits.memoryMegabytes,
      }),
      signal,
    }).catch(() => {
      signal.throwIfAborted()
      throw new AppError('backend-unreachable')
    })
    if (!response.ok || response.body === null) throw await readRefusal(response)
    try {
      for await (const event of readRunStream(response.body)) onEvent(event)
    } catch {
      signal.throwIfAborted()
      // The connection broke. Events received so far stand.
    }
  }
}

async function readRefusal(response: Response): Promise<AppError> {
  const text = (await readTextUpTo(response, errorCharacters)) ?? ''
  try {
    return readErrorBody(JSON.parse(text)) ?? new AppError('function-failed')
  } catch {
    return new AppError(response.status === 404 ? 'function-not-found' : 'function-failed')
  }
}
