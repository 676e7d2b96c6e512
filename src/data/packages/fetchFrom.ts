/** Fetches from a package source, and explains failures in a sentence. */
import { AppError } from '../../../contract/errors.ts'
import { pypi } from '../../../contract/run/packageSources.ts'

interface Asked {
  readonly url: string
  /** Name and source, for people. */
  readonly what: string
  readonly place: string
  readonly signal: AbortSignal
  readonly accept?: string
  readonly cache?: RequestCache
  readonly method?: 'GET' | 'HEAD'
}

/**
 * Fetches a file. @throws an AppError that says what failed, where and why, or the signal's reason if
 * aborted.
 */
export async function fetchFrom({ what, place, ...asked }: Asked): Promise<Response> {
  const response = await ask(asked)
  if (response === 'refused by policy') throw notFetched(what, place, refusedByPolicy(place))
  if (response === 'unreachable') throw notFetched(what, place, unreachable(place))
  if (response.ok) return response
  await response.body?.cancel()
  const { status } = response
  const why = status === 404 ? notThere(place) : `it answers ${status}. ${sentence('Try again later', place)}`
  throw notFetched(what, place, why, status)
}

/** Returns the response with any status, or why there is none. @throws the signal's reason if aborted. */
export async function ask({
  url,
  signal,
  accept,
  cache = 'default',
  method = 'GET',
}: Omit<Asked, 'what' | 'place'>): Promise<Response | 'refused by policy' | 'unreachable'> {
  const policy = watchPolicy(url)
  try {
    return await fetch(url, {
      signal,
      cache,
      method,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(accept === undefined ? {} : { headers: { accept } }),
    })
  } catch {
    signal.throwIfAborted()
    return (await policy.refuses()) ? 'refused by policy' : 'unreachable'
  } finally {
    policy.end()
  }
}

export const notFetched = (what: string, place: string, why: string, status?: number): AppError =>
  new AppError('package-unavailable', `${what} could not be fetched from ${place}: ${why}`, status)

/** Advice. For PyPI it names no other source: the setting does not change PyPI. */
const sentence = (advice: string, place: string): string =>
  place === pypi.index ? `${advice}.` : `${advice}, or choose another package source under Settings.`

const unreachable = (place: string): string =>
  `nothing answers there, or it does not let this page ask (CORS). ${sentence('Check the connection', place)}`
const refusedByPolicy = (place: string): string =>
  `the policy of this page does not let it ask there. ${sentence('Name the origin in PACKAGES_ORIGIN where the workbench is started', place)}`
const notThere = (place: string): string => `there is no such file. ${sentence('Try again later', place)}`
export const otherThanExpected = (place: string): string =>
  `what came is not what was asked for (its SHA-256 is another), and was thrown away. ${sentence('Try again later', place)}`

/**
 * Detects that the page's own policy (CSP) blocked a request: only an event tells such a failure from others.
 */
function watchPolicy(url: string): { refuses(): Promise<boolean>; end(): void } {
  const page = typeof document === 'undefined' ? new EventTarget() : document
  let isRefused = false
  const note = (event: Event) => {
    if ('blockedURI' in event && String(event.blockedURI).startsWith(new URL(url).origin)) isRefused = true
  }
  page.addEventListener('securitypolicyviolation', note)
  return {
    async refuses() {
      // The event may follow the failure with a short delay.
      if (!isRefused) await new Promise((resolve) => setTimeout(resolve, 50))
      return isRefused
    },
    end: () => page.removeEventListener('securitypolicyviolation', note),
  }
}
