/** The ways to sign in that the sign-in page offers. */
import type { AuthError } from '@supabase/auth-js'
import type { Supabase } from '../createSupabase.ts'
import { describeAuthError } from './describeAuthError.ts'

/** `notice`: the next step for the person, such as opening a link in an e-mail. */
export type SignInOutcome =
  | { readonly ok: true; readonly notice: string | null }
  | { readonly ok: false; readonly message: string }

export interface SignInWays {
  readonly signIn: (email: string, password: string) => Promise<SignInOutcome>
  readonly signUp: (email: string, password: string) => Promise<SignInOutcome>
  readonly sendMagicLink: (email: string) => Promise<SignInOutcome>
  /** Whether the project allows anonymous users; false if it cannot be asked. */
  readonly allowsGuests: () => Promise<boolean>
  /** Signs in as a guest, whose work is unreachable after signing out. */
  readonly signInAsGuest: () => Promise<SignInOutcome>
}

/** `readSettings` returns the project's auth settings; null if unavailable. */
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
