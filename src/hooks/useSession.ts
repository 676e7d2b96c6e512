/** Who is signed in, and the ways in and out. */
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
  | 'allowsGuests'
  | 'signInAsGuest'
  | 'signOut'
  | 'retry'
>

export function useSession(): { readonly state: SessionState } & SignInWays {
  const { session } = useAppServices()
  const state = useSyncExternalStore(session.subscribe, session.getState)
  return { state, ...session }
}
