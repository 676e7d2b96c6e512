/** The session: knows who is signed in and supplies the token of every request in the user's name. */
import { isAuthRetryableFetchError, type AuthError, type Session } from '@supabase/auth-js'
import { AppError, errorTable } from '../../../contract/errors.ts'
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import type { KeyValueStorage } from '../../../lib/openStorage.ts'
import type { Authorization } from './createRenewingFetch.ts'
import { createSignInWays, type SignInOutcome, type SignInWays } from './createSignInWays.ts'
import { sessionKey, type Supabase } from '../createSupabase.ts'
import { signedOutKey } from './signedOutKey.ts'

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-in'; readonly userId: string; readonly email: string | null }
  | { readonly status: 'signed-out' }
  /** The backend was unreachable. It is asked again automatically and by `retry`. */
  | { readonly status: 'failed'; readonly message: string }

export interface SessionStore extends ReadableStore<SessionState>, SignInWays {
  /** Id of the signed-in user; null while nobody is signed in. */
  readonly userId: () => string | null
  /** Whether the sign-in page offers "Continue as this machine's owner". */
  readonly canSignInAsOwner: boolean
  /** Whether the backend can e-mail a magic link. */
  readonly canSendMagicLink: boolean
  readonly signInAsOwner: () => Promise<SignInOutcome>
  /** Signs out, even if the backend is away. No automatic sign-in follows. */
  readonly signOut: () => Promise<void>
  /** Asks again who is signed in. */
  readonly retry: () => Promise<void>
  /** Returns a token that has not expired; null while signed out. @throws `backend-unreachable`. */
  readonly authorize: () => Promise<Authorization | null>
  /** Renews a refused token; null if the session is lost. @throws `backend-unreachable`. */
  readonly renew: (refusedToken: string) => Promise<Authorization | null>
  readonly dispose: () => void
}

interface SessionOptions {
  readonly supabase: Supabase
  /**
   * Requests the session of this machine's owner; null if the backend gives none. @throws
   * `backend-unreachable`.
   */
  readonly requestLocalSession: (() => Promise<{ access_token: string; refresh_token: string } | null>) | null
  readonly canSendMagicLink: boolean
  readonly readAuthSettings: () => Promise<unknown>
  /** Shared by the tabs of this browser. */
  readonly storage: KeyValueStorage
}

const retryAfterMs = 3000

export function createSession(options: SessionOptions): SessionStore {
  const { supabase, requestLocalSession, storage, canSendMagicLink } = options
  const { auth } = supabase
  const store = createStore<SessionState>({ status: 'loading' })
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let recovering: Promise<Session | null> | undefined
  /**
   * Cache of auth-js's last answer and of the storage behind it: asking auth-js takes a lock shared by all
   * tabs.
   */
  let latest: { readonly session: Session; readonly stored: string } | null = null
  /** Counts sign-outs: answers to earlier questions are stale. */
  let signOuts = 0

  const show = (session: Session | null) => {
    clearTimeout(retryTimer)
    const known = store.getState()
    if (session === null) {
      if (known.status !== 'signed-out') store.setState({ status: 'signed-out' })
      return
    }
    const { id: userId, email = null } = session.user
    if (known.status === 'signed-in' && known.userId === userId && known.email === email) return
    store.setState({ status: 'signed-in', userId, email })
  }

  const fail = (error: unknown) => {
    const message = error instanceof AppError ? error.message : errorTable['backend-unreachable'].sentence
    store.setState({ status: 'failed', message })
    clearTimeout(retryTimer)
    retryTimer = setTimeout(() => void retry(), retryAfterMs)
  }

  /** Recovers from a lost session: signs the owner in again if possible, or else shows the sign-in page. */
  const recover = (): Promise<Session | null> => {
    recovering ??= signInLocally().finally(() => (recovering = undefined))
    return recovering
  }

  async function signInLocally(): Promise<Session | null> {
    const asked = signOuts
    const isAllowed = requestLocalSession !== null && storage.read(signedOutKey) === null
    const tokens = isAllowed ? await requestLocalSession() : null
    const { data, error } =
      tokens === null ? { data: { session: null }, error: null } : await auth.setSession(tokens)
    throwIfUnreachable(error)
    if (asked !== signOuts) return null
    show(data.session)
    return data.session
  }

  async function current(): Promise<Session | null> {
    const stored = storage.read(sessionKey)
    if (latest !== null && latest.stored === stored && isFresh(latest.session)) return latest.session
    const { data, error } = await auth.getSession()
    throwIfUnreachable(error)
    latest = data.session === null || stored === null ? null : { session: data.session, stored }
    return data.session ?? recover()
  }

  async function retry(): Promise<void> {
    const asked = signOuts
    try {
      const session = await current()
      if (asked === signOuts) show(session)
    } catch (error) {
      fail(error)
    }
  }

  const { data } = auth.onAuthStateChange((event, session) => {
    if (event === 'INITIAL_SESSION') return
    if (session !== null) show(session)
    // auth-js awaits this callback, so calling auth-js before it returns would deadlock.
    else if (event === 'SIGNED_OUT') setTimeout(() => void recover().catch(fail))
  })
  void retry()

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    userId() {
      const known = store.getState()
      return known.status === 'signed-in' ? known.userId : null
    },
    canSignInAsOwner: requestLocalSession !== null,
    canSendMagicLink,
    async signInAsOwner() {
      storage.remove(signedOutKey)
      try {
        // Not `recover`: a recovery in progress may have begun while this was not allowed.
        const session = await signInLocally()
        return session === null
          ? {
              ok: false,
              message:
                'Open the address that npm start printed: it signs you in. Or use an e-mail address and a password.',
            }
          : { ok: true, notice: null }
      } catch (error) {
        return { ok: false, message: error instanceof Error ? error.message : String(error) }
      }
    },
    ...createSignInWays(auth, options.readAuthSettings),
    async signOut() {
      signOuts += 1
      storage.write(signedOutKey, 'yes')
      const { error } = await auth.signOut({ scope: 'local' })
      // auth-js keeps the session if the backend is unreachable.
      if (error !== null) storage.remove(sessionKey)
      show(null)
    },
    retry,
    authorize: async () => authorization(await current()),
    async renew(refusedToken) {
      const { data: known } = await auth.getSession()
      if (known.session !== null && known.session.access_token !== refusedToken) {
        return authorization(known.session)
      }
      const { data: refreshed, error } = await auth.refreshSession()
      throwIfUnreachable(error)
      return authorization(refreshed.session ?? (await recover()))
    },
    dispose() {
      clearTimeout(retryTimer)
      data.subscription.unsubscribe()
      void auth.dispose()
    },
  }
}

/** auth-js renews a session 90 s before it expires. */
const freshForMs = 120_000

const isFresh = ({ expires_at: seconds = 0 }: Session): boolean => seconds * 1000 - Date.now() > freshForMs

const authorization = (session: Session | null): Authorization | null =>
  session === null ? null : { userId: session.user.id, accessToken: session.access_token }

function throwIfUnreachable(error: AuthError | null): void {
  if (error !== null && isAuthRetryableFetchError(error)) throw new AppError('backend-unreachable')
}
