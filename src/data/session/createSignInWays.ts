/** The ways to sign in that a sign-in page offers. */
import type { AuthError } from '@supabase/auth-js'
import type { Supabase } from '../createSupabase.ts'
import { describeAuthError } from './describeAuthError.ts'

/** `notice`: what the person has to do next, such as opening a link in an e-mail. */
export type SignInOutcome =
  | { readonly ok: true; readonly notice: string | null }
  | { readonly ok: false; readonly message: string }

export interface SignInWays {
  readonly signIn: (email: string, password: string) => Promise<SignInOutcome>
  readonly signUp: (email: string, password: string) => Promise<SignInOutcome>
  readonly sendMagicLink: (email: string) => Promise<SignInOutcome>
  /** Whether the project lets people in without an account; false where it cannot be asked. */
  readonly allowsGuests: () => Promise<boolean>
  /** As a guest, whose work cannot be reached any more once they sign out. */
  readonly signInAsGuest: () => Promise<SignInOutcome>
}

/** `readSettings`: what the project's sign-in answers about itself; null where it says nothing. */
export function createSignInWays(auth: Supabase['auth'], readSettings: () => Promise<unknown>): SignInWays {
  return {
    async signIn(email, password) {
      const { error } = await auth.signInWithPassword({ email, password })
      return outcome(error, null)
    },
    async signUp(email, password) {
      const { data, error } = await auth.signUp({ email, password })
      return outcome(
        error,
        data.session === null ? `Open the link that was sent to ${email}, then sign in.` : null,
      )
    },
    async allowsGuests() {
      const settings = await readSettings().catch(() => null)
      return (
        settings instanceof Object &&
        'external' in settings &&
        settings.external instanceof Object &&
        'anonymous_users' in settings.external &&
        settings.external.anonymous_users === true
      )
    },
    async signInAsGuest() {
      const { error } = await auth.signInAnonymously()
      return outcome(error, null)
    },
    async sendMagicLink(email) {
      const { error } = await auth.signInWithOtp({ email })
      return outcome(error, `Open the link that was sent to ${email}, in this browser.`)
    },
  }
}

const outcome = (error: AuthError | null, notice: string | null): SignInOutcome =>
  error === null ? { ok: true, notice } : { ok: false, message: describeAuthError(error) }
