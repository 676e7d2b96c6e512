/** The frame of every tool's function: who may call, what may come in, what may go out, and how it fails. */
import { createContextClient, verifyAuth } from '@supabase/server/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { corsHeaders } from '@supabase/supabase-js/cors'
import type { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import type { ToolDefinition } from '../../../contract/tools/defineTool.ts'
import { limits } from '../../../contract/workerProtocol.ts'
import { logFault } from './logFault.ts'
import { readText } from './readText.ts'

/** No UTF-16 unit takes more than three bytes of UTF-8. */
const maxBodyBytes = limits.toolArgumentCharacters * 3
/** How much of a refused body is still taken in. */
const maxUnwantedBytes = 12_000_000

export interface ToolContext {
  /** A client that acts as the caller: row security decides what it sees. */
  readonly supabase: SupabaseClient
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal
}

/**
 * A fetch handler that answers POST requests of signed-in users with the handler's result as JSON; with that of
 * `stream`, where there is one and the request accepts events (`Accept: text/event-stream`).
 * An AppError becomes its own status and body; anything else is logged and answered as `function-failed`.
 */
export function serveTool<Parameters extends z.ZodObject, Result extends z.ZodType>(
  tool: ToolDefinition<Parameters, Result>,
  handler: (parameters: z.output<Parameters>, context: ToolContext) => Promise<z.input<Result>>,
  stream?: (parameters: z.output<Parameters>, context: ToolContext) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: corsHeaders })
    try {
      if (request.method !== 'POST') throw new AppError('method-not-allowed')
      const token = await signIn(request)
      const parameters = checkArguments(tool, await readArguments(request))
      const context: ToolContext = {
        get supabase() {
          return createContextClient({ auth: { token } })
        },
        signal: request.signal,
      }
      if (stream !== undefined && acceptsEvents(request)) {
        return withCors(await stream(parameters, context))
      }
      const result = await handler(parameters, context)
      return Response.json(tool.result.parse(result), { headers: corsHeaders })
    } catch (fault) {
      const error = fault instanceof AppError ? fault : new AppError('function-failed')
      if (error !== fault && !request.signal.aborted) logFault(tool.name, fault)
      await takeIn(request.body)
      return Response.json(error.toBody(), { status: error.status, headers: corsHeaders })
    }
  }
}

const acceptsEvents = (request: Request): boolean =>
  (request.headers.get('accept') ?? '').includes('text/event-stream')

function withCors(response: Response): Response {
  for (const [name, value] of Object.entries(corsHeaders)) response.headers.set(name, value)
  return response
}

/** The caller's token, verified. Throws `not-signed-in` unless the request bears a valid token of a user. */
async function signIn(request: Request): Promise<string | null> {
  const { data, error } = await verifyAuth(request, { auth: 'user' })
  if (error === null) return data.token
  if (error.status !== 401) throw error
  throw new AppError('not-signed-in')
}

async function readArguments(request: Request): Promise<unknown> {
  const text = await readText(request.body, maxBodyBytes, { preventCancel: true })
  if (text === undefined || text.length > limits.toolArgumentCharacters) {
    throw new AppError('request-too-large')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('tool-input-invalid', 'The request body is not JSON. Send one JSON object.')
  }
}

/** Reads on to the body's end: who is still sending when the answer comes may lose the connection and never see it. */
async function takeIn(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (body === null) return
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > maxUnwantedBytes) return
    }
  } catch {
    // The sender is gone, and with it who would read the answer.
  }
}
