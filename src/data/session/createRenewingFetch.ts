/** A `fetch` that renews a refused access token once and repeats the request once. */

export interface Authorization {
  readonly userId: string
  readonly accessToken: string
}

export type Fetch = typeof globalThis.fetch

interface RenewingFetchOptions {
  readonly fetch: Fetch
  /** Returns a newer token than the refused one, or null if there is none. */
  readonly renew: (refusedToken: string) => Promise<Authorization | null>
}

/** Requests to `/auth/v1/` pass unchanged, since they renew tokens. */
export function createRenewingFetch({ fetch, renew }: RenewingFetchOptions): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (response.status !== 401 || urlOf(input).includes('/auth/v1/')) return response
    const headers = new Headers(init?.headers)
    const refused = headers.get('authorization')?.replace(/^Bearer /, '') ?? ''
    const user = userIdOf(refused)
    if (user === null) return response
    const renewed = await renew(refused)
    // Never repeat a request as another user.
    if (renewed === null || renewed.userId !== user) return response
    await response.body?.cancel()
    headers.set('authorization', `Bearer ${renewed.accessToken}`)
    return fetch(input, { ...init, headers })
  }
}

const urlOf = (input: Parameters<Fetch>[0]): string =>
  typeof input === 'string' ? input : input instanceof URL ? input.href : input.url

/** The unverified `sub` claim; null if the text is not a user's JWT. */
function userIdOf(token: string): string | null {
  try {
    const payload = token.split('.')[1] ?? ''
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    if (typeof claims !== 'object' || claims === null || !('sub' in claims)) return null
    return typeof claims.sub === 'string' ? claims.sub : null
  } catch {
    return null
  }
}
