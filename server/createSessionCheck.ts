/** Tells whose session a request bears, and whether it still lasts: a token alone is valid for an hour after sign-out. */
import { jwtVerify } from 'jose'
import { z } from 'zod'
import type { Keys } from './keys.ts'
import type { Lite } from './lite.ts'
import { readBearer } from './readBearer.ts'

export type Sender =
  /** No token, or none of a user that is valid. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'secret' }
  | { readonly kind: 'user'; readonly userId: string; readonly email: string | undefined }
  /** A token whose session was ended, or that is not written as one. */
  | { readonly kind: 'ended' }

export interface SessionCheck {
  readonly read: (headers: SenderHeaders) => Promise<Sender>
  /** Asks again about every session. To be called whenever one may have ended. */
  readonly forget: () => void
}

interface SenderHeaders {
  readonly authorization?: string | undefined
  readonly apikey?: string | string[] | undefined
}

const claims = z.object({ sub: z.string(), session_id: z.string().optional(), email: z.string().optional() })
/** Bounds the memory. */
const mostKnown = 10_000

export function createSessionCheck(
  lite: Pick<Lite, 'fetch'>,
  { jwtSecret, publishable, secret }: Keys,
  origin: string,
): SessionCheck {
  const key = new TextEncoder().encode(jwtSecret)
  let known = new Set<string>()

  async function lasts(session: string, token: string, userId: string): Promise<boolean> {
    if (known.has(session)) return true
    const asked = known
    const headers = { apikey: publishable, authorization: `Bearer ${token}` }
    const asking = new Request(new URL('/auth/v1/user', origin), { headers })
    const { status } = await lite.fetch(asking, null, userId)
    // A database that cannot answer now has ended nothing.
    if (status >= 500 || status === 429) return true
    if (status !== 200) return false
    if (asked.size < mostKnown) asked.add(session)
    return true
  }

  return {
    async read({ authorization, apikey }) {
      const token = readBearer(authorization)
      if (apikey === secret && (token === undefined || token === secret)) return { kind: 'secret' }
      // A proxy's own scheme, such as Basic, is no session.
      if (token === undefined) return { kind: /^bearer/i.test(authorization ?? '') ? 'ended' : 'nobody' }
      const verified = await jwtVerify(token, key, { algorithms: ['HS256'] }).catch(() => null)
      const parsed = claims.safeParse(verified?.payload).data
      if (parsed === undefined) return { kind: 'nobody' }
      const { sub: userId, session_id: session, email } = parsed
      if (session !== undefined && !(await lasts(session, token, userId))) return { kind: 'ended' }
      return { kind: 'user', userId, email }
    },
    forget: () => void (known = new Set()),
  }
}
