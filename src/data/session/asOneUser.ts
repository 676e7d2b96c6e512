/** Restricts authorization to one user, since another may sign in meanwhile, perhaps in another tab. */
import type { SessionStore } from './createSession.ts'

type Authorizing = Pick<SessionStore, 'authorize'>

/**
 * The user is the one signed in now, or else the first to sign in. For others `authorize` returns null, as
 * after a sign-out.
 */
export function asOneUser(session: Authorizing & Pick<SessionStore, 'userId'>): Authorizing {
  let userId = session.userId()
  return {
    async authorize() {
      const authorization = await session.authorize()
      if (authorization === null) return null
      userId ??= authorization.userId
      return authorization.userId === userId ? authorization : null
    },
  }
}
