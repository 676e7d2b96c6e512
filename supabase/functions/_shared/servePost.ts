/** The frame of every function: who may call, how much may come in, and how it fails. */
import { createContextClient, verifyAuth } from '@supabase/server/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { corsHeaders } from '@supabase/supabase-js/cors'
import { AppError } from '../../../contract/errors.ts'
import { limits } from '../../../contract/run/workerProtocol.ts'
import { fetchInTime } from './fetchInTime.ts'
import { isTooDeep, maxLevels } from './isTooDeep.ts'
import { logFault } from './logFault.ts'
import { readText } from './readText.ts'

/** No UTF-16 unit takes more than three bytes of UTF-8. */
const maxBodyBytes = limits.toolArgumentCharacters * 3
/** How much of a refused body is still taken in. */
const maxUnwantedBytes = 12_000_000
/** When one who was turned away for the moment may come again, in seconds. */
const retryAfter = '5'

export interface Caller {
  readonly token: string
  readonly userId: string
  /** A client that acts as the caller: row security decides what it sees. */
  readonly supabase: SupabaseClient
}

/**
 * A fetch handler that has signed-in users' POST requests answered; `body` is what their JSON says, unchecked.
 * An AppError becomes its own status and body; anything else is logged and answered as `function-failed`.
 */
export function servePost(
  name: string,
  answer: (body: unknown, caller: Caller, request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: corsHeaders })
    try {
      if (request.method !== 'POST') throw new AppError('method-not-allowed')
      const caller = await signIn(request)
      return withCors(await answer(await readBody(request), caller, request))
    } catch (fault) {
      const error = fault instanceof AppError ? fault : new AppError('function-failed')
      if (error !== fault && !request.signal.aborted) logFault(name, fault)
      await takeIn(request.body)
      const headers = { ...corsHeaders, ...(isForNow(error) ? { 'retry-after': retryAfter } : {}) }
      return Response.json(error.toBody(), { status: error.status, headers })
    }
  }
}

export const acceptsEvents = (request: Request): boolean =>
  (request.headers.get('accept') ?? '').includes('text/event-stream')

const isForNow = ({ status, retryable }: AppError): boolean => (status === 503 || status === 429) && retryable

function withCors(response: Response): Response {
  for (const [name, value] of Object.entries(corsHeaders)) response.headers.set(name, value)
  return response
}

/** The caller, verified. Throws `not-signed-in` unless the request bears a valid token of a user. */
async function signIn(request: Request): Promise<Caller> {
  const { data, error } = await verifyAuth(request, { auth: 'user' })
  if (error !== null && error.status !== 401) throw error
  const token = data?.token ?? null
  const userId = data?.userClaims?.id ?? null
  if (token === null || userId === null) throw new AppError('not-signed-in')
  return {
    token,
    userId,
    get supabase() {
      return createContextClient({
        auth: { token },
        supabaseOptions: { global: { fetch: fetchInTime } },
      })
    },
  }
}

async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request.body, maxBodyBytes, { preventCancel: true }).catch(() => {
    // Whoever sent it is gone: that is no fault of the function's.
    throw new AppError('tool-input-invalid', 'The request body broke off. Send it again.')
  })
  if (text === undefined || text.length > limits.toolArgumentCharacters) {
    throw new AppError('request-too-large')
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new AppError('tool-input-invalid', 'The request body is not JSON. Send one JSON object.')
  }
  if (isTooDeep(body)) {
    const sentence = `The request body is nested more than ${maxLevels} levels deep. Send it flatter.`
    throw new AppError('tool-input-invalid', sentence)
  }
  return body
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
