/** The wrapper of every function: sign-in, CORS, size limits of the body, and error answers. */
import { createContextClient, verifyAuth } from '@supabase/server/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { corsHeaders } from '@supabase/supabase-js/cors'
import { AppError } from '../../../contract/errors.ts'
import { limits } from '../../../contract/run/workerProtocol.ts'
import { findUnsafeInteger, unsafeIntegerSentence } from '../../../lib/exactJson.ts'
import { fetchInTime } from './fetchInTime.ts'
import { isTooDeep, maxLevels } from './isTooDeep.ts'
import { logFault } from './logFault.ts'
import { readText } from './readText.ts'

/** One UTF-16 code unit takes at most 3 bytes in UTF-8. */
const maxBodyBytes = limits.toolArgumentCharacters * 3
/** Bytes of a refused body that are still read. */
const maxUnwantedBytes = 12_000_000
/** The `retry-after` header of temporary refusals that do not know better, in seconds. */
const usualRetryAfter = 5

export interface Caller {
  readonly token: string
  readonly userId: string
  /** A client with the caller's token, so that row-level security applies. */
  readonly supabase: SupabaseClient
}

/**
 * Creates a fetch handler that answers POST requests of signed-in users. An AppError becomes its status and
 * body. Any other error is logged, and answered as `function-failed`.
 *
 * @param answer Gets the parsed JSON body, which is not validated yet.
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
      const retryAfter = `${error.retryAfterSeconds ?? usualRetryAfter}`
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

/**
 * Verifies the caller.
 *
 * @throws AppError `not-signed-in` unless the request has a valid token of a user.
 */
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
    // The sender disconnected. That is not an error of the function, so it must not be logged as one.
    throw new AppError('tool-input-invalid', 'The request body is incomplete. Send it again.')
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
  const unsafe = findUnsafeInteger(text)
  if (unsafe !== undefined)
    throw new AppError('tool-input-invalid', `The request body: ${unsafeIntegerSentence(unsafe)}`)
  if (isTooDeep(body)) {
    const sentence = `The request body is nested more than ${maxLevels} levels deep. Send it flatter.`
    throw new AppError('tool-input-invalid', sentence)
  }
  return body
}

/**
 * Drains the body: a client that is still sending when the answer arrives may lose the connection and never
 * see it.
 */
async function takeIn(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (body === null) return
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > maxUnwantedBytes) return
    }
  } catch {
    // The sender disconnected, so nobody reads the answer.
  }
}
