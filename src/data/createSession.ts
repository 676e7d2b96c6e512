/** Who is signed in, for the whole page. */
import type { ReadableStore } from '../lib/createStore.ts'

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-in'; readonly userId: string; readonly email: string | null }
  | { readonly status: 'signed-out' }
  /** The backend could not be asked; it is asked again by itself, and by `retry`. */
  | { readonly status: 'failed'; readonly message: string }

/** `notice`: what the person has to do next, such as opening a link in an e-mail. */
export type SignInOutcome =
  | { readonly ok: true; readonly notice: string | null }
  | { readonly ok: false; readonly message: string }

export interface SessionStore extends ReadableStore<SessionState> {
  /** Whether "Continue as this machine's owner" is offered on the sign-in page. */
  readonly canSignInAsOwner: boolean
  readonly signInAsOwner: () => Promise<SignInOutcome>
  readonly signIn: (email: string, password: string) => Promise<SignInOutcome>
  readonly signUp: (email: string, password: string) => Promise<SignInOutcome>
  readonly sendMagicLink: (email: string) => Promise<SignInOutcome>
  readonly signOut: () => Promise<void>
  readonly retry: () => Promise<void>
}
