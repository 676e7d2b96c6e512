/** The ways to sign in that the sign-in page offers. */
import type { AuthError } from '@supabase/auth-js'
import type { Supabase } from '../createSupabase.ts'
import * as z from 'zod/mini'
import { describeAuthError } from './describeAuthError.ts'

/** `notice`: the next step for the person, such as opening a link in an e-mail. */
export type SignInOutcome =
  | { readonly ok: true; readonly notice: string | null }
  | { readonly ok: false; readonly message: string }

export interface Admission {
  /** Whether people may create an account. */
  readonly newAccounts: boolean
  /** Whether the project allows anonymous users. */
  readonly guests: boolean
}

export interface SignInWays {
  readonly signIn: (email: string, password: string) => Promise<SignInOutcome>
  readonly signUp: (email: string, password: string) => Promise<SignInOutcome>
  readonly sendMagicLink: (email: string) => Promise<SignInOutcome>
  /** Whom the project takes beside its accounts. If it cannot be asked: new accounts, and no guests. */
  readonly readAdmission: () => Promise<Admission>
  /** Signs in as a guest, whose work is unreachable after signing out. */
  readonly signInAsGuest: () => Promise<SignInOutcome>
}

const authSettings = z.object({
  disable_signup: z.optional(z.boolean()),
  external: z.optional(z.object({ anonymous_users: z.optional(z.boolean()) })),
})

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
    async readAdmission() {
      const settings = authSettings.safeParse(await readSettings().catch(() => null)).data
      return {
        newAccounts: settings?.disable_signup !== true,
        guests: settings?.external?.anonymous_users === true,
      }
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
