/** Authorizes in one user's name alone, though somebody else may sign in meanwhile, perhaps in another tab. */
import type { SessionStore } from './createSession.ts'

type Authorizing = Pick<SessionStore, 'authorize'>

/** The user is who is signed in now or, before anybody is, who is first. For others `authorize` gives null, as after a sign-out. */
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
