/** Tells when what one person did must not be there for the next one, nor go on in their name. */
import type { SessionStore } from './createSession.ts'

/** `act` is called at each sign-out, also by itself, and when somebody else is signed in without one. */
export function whenUserLeaves(
  session: Pick<SessionStore, 'getState' | 'subscribe' | 'userId'>,
  act: () => void,
): void {
  let lastUser: string | null = null
  const look = () => {
    const user = session.userId()
    const isAnother = user !== null && lastUser !== null && user !== lastUser
    if (session.getState().status === 'signed-out' || isAnother) act()
    lastUser = user ?? lastUser
  }
  look()
  session.subscribe(look)
}
