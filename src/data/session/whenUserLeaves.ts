/** Tells when what one person did must not be there for the next one, nor go on in their name. */
import type { SessionStore } from './createSession.ts'

/** `act` is called at each sign-out, also by itself, and when somebody else is signed in without one. */
export function whenUserLeaves(session: Pick<SessionStore, 'getState' | 'subscribe'>, act: () => void): void {
  let lastUser: string | null = null
  const look = () => {
    const known = session.getState()
    const user = known.status === 'signed-in' ? known.userId : null
    const isAnother = user !== null && lastUser !== null && user !== lastUser
    if (known.status === 'signed-out' || isAnother) act()
    lastUser = user ?? lastUser
  }
  look()
  session.subscribe(look)
}
