/** The session: the signed-in user, and every way to sign in or out. */
import { useSyncExternalStore } from 'react'
import type { SessionState, SessionStore } from '../data/session/createSession.ts'
import { useAppServices } from './useAppServices.ts'

type SignInWays = Pick<
  SessionStore,
  | 'canSignInAsOwner'
  | 'canSendMagicLink'
  | 'signInAsOwner'
  | 'signIn'
  | 'signUp'
  | 'sendMagicLink'
  | 'readAdmission'
  | 'signInAsGuest'
  | 'signOut'
  | 'retry'
>

/** Sign-in actions resolve to an outcome with a message for the user; they do not reject. */
export function useSession(): { readonly state: SessionState } & SignInWays {
  const { session } = useAppServices()
  const state = useSyncExternalStore(session.subscribe, session.getState)
  return { state, ...session }
}
