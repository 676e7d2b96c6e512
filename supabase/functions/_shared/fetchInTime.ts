/** The fetch that clients of the project's own services are given: one that hangs must not hold the function. */

/** How long the database may take for one answer, in milliseconds. Hosted Supabase ends statements after 8 s. */
const maxServiceMs = 15_000

/** The clients tell a limit that is reached as an answer of status 0. */
export function fetchInTime(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const inTime = AbortSignal.timeout(maxServiceMs)
  const signal = init?.signal ? AbortSignal.any([init.signal, inTime]) : inTime
  return fetch(input, { ...init, signal })
}
