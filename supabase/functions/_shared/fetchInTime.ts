/**
 * The `fetch` for the project's own services, with a timeout: a hanging service must not block the function.
 */

/** Timeout of one request to the database, in milliseconds. Hosted Supabase cancels statements after 8 s. */
const maxServiceMs = 15_000

/** Rejects after 15 s. Supabase's clients report that as an answer with status 0. */
export function fetchInTime(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const inTime = AbortSignal.timeout(maxServiceMs)
  const signal = init?.signal ? AbortSignal.any([init.signal, inTime]) : inTime
  return fetch(input, { ...init, signal })
}
