/** Asks one of the places that packages come from, and says in a sentence why nothing came. */
import { AppError } from '../../../contract/errors.ts'

interface Asked {
  readonly url: string
  /** What is asked for, and where, for people. */
  readonly what: string
  readonly place: string
  readonly signal: AbortSignal
  readonly accept?: string
  readonly cache?: RequestCache
  readonly method?: 'GET' | 'HEAD'
}

/** Rejects with an AppError that names what, where and why; with the signal's reason when aborted. */
export async function fetchFrom({
  url,
  what,
  place,
  signal,
  accept,
  cache = 'default',
  method = 'GET',
}: Asked): Promise<Response> {
  const policy = watchPolicy(url)
  let response: Response
  try {
    response = await fetch(url, {
      signal,
      cache,
      method,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(accept === undefined ? {} : { headers: { accept } }),
    })
  } catch {
    signal.throwIfAborted()
    throw notFetched(what, place, (await policy.refuses()) ? refusedByPolicy : unreachable)
  } finally {
    policy.end()
  }
  if (response.ok) return response
  await response.body?.cancel()
  throw notFetched(
    what,
    place,
    response.status === 404 ? notThere : `it answers ${response.status}. ${tryAgain}`,
    response.status,
  )
}

export const notFetched = (what: string, place: string, why: string, status?: number): AppError =>
  new AppError('package-unavailable', `${what} could not be fetched from ${place}: ${why}`, status)

const tryAgain = 'Try again later, or choose another package source under Settings.'
const unreachable =
  'nothing answers there, or it does not let this page ask (CORS). Check the connection, or choose another package source under Settings.'
const refusedByPolicy =
  'the policy of this page does not let it ask there. Name the origin in PACKAGES_ORIGIN where the workbench is started, or choose another package source under Settings.'
const notThere = 'there is no such file. Choose another package source under Settings.'
export const otherThanExpected =
  'what came is not what was asked for (its SHA-256 is another), and was thrown away. Choose another package source under Settings.'

/** A request that the page's own policy refuses fails like any other; only an event tells it apart. */
function watchPolicy(url: string): { refuses(): Promise<boolean>; end(): void } {
  const page = typeof document === 'undefined' ? new EventTarget() : document
  let isRefused = false
  const note = (event: Event) => {
    if ('blockedURI' in event && String(event.blockedURI).startsWith(new URL(url).origin)) isRefused = true
  }
  page.addEventListener('securitypolicyviolation', note)
  return {
    async refuses() {
      // The event comes a moment after the refusal.
      if (!isRefused) await new Promise((resolve) => setTimeout(resolve, 50))
      return isRefused
    },
    end: () => page.removeEventListener('securitypolicyviolation', note),
  }
}
