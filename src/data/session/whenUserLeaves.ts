/** Calls back when a user leaves, so that their work is not shown or continued for the next one. */
import type { SessionStore } from './createSession.ts'

/** `act` is called at each sign-out, automatic ones included, and if another user signs in without one. */
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
