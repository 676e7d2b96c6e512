/** A `fetch` for requests in a user's name: an access token that is refused is renewed once, and the request repeated once. */

export interface Authorization {
  readonly userId: string
  readonly accessToken: string
}

export type Fetch = typeof globalThis.fetch

interface RenewingFetchOptions {
  readonly fetch: Fetch
  /** A token that is newer than the refused one, or null where there is none. */
  readonly renew: (refusedToken: string) => Promise<Authorization | null>
}

/** Requests to `/auth/v1/` pass as they are: they are how a token is renewed. */
export function createRenewingFetch({ fetch, renew }: RenewingFetchOptions): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (response.status !== 401 || urlOf(input).includes('/auth/v1/')) return response
    const headers = new Headers(init?.headers)
    const refused = headers.get('authorization')?.replace(/^Bearer /, '') ?? ''
    const user = userIdOf(refused)
    if (user === null) return response
    const renewed = await renew(refused)
    // Never repeated in another user's name.
    if (renewed === null || renewed.userId !== user) return response
    await response.body?.cancel()
    headers.set('authorization', `Bearer ${renewed.accessToken}`)
    return fetch(input, { ...init, headers })
  }
}

const urlOf = (input: Parameters<Fetch>[0]): string =>
  typeof input === 'string' ? input : input instanceof URL ? input.href : input.url

/** The `sub` claim, unverified; null where the text is no JWT of a user. */
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
