/** Who is signed in, for the whole page: every request in the user's name gets its token here. */
import { isAuthRetryableFetchError, type AuthError, type Session } from '@supabase/auth-js'
import { AppError, errorTable } from '../../../contract/errors.ts'
import { createStore, type ReadableStore } from '../../../lib/createStore.ts'
import type { KeyValueStorage } from '../../../lib/openStorage.ts'
import type { Authorization } from './createRenewingFetch.ts'
import { createSignInWays, type SignInOutcome, type SignInWays } from './createSignInWays.ts'
import { sessionKey, type Supabase } from '../createSupabase.ts'

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-in'; readonly userId: string; readonly email: string | null }
  | { readonly status: 'signed-out' }
  /** The backend could not be asked; it is asked again by itself, and by `retry`. */
  | { readonly status: 'failed'; readonly message: string }

export interface SessionStore extends ReadableStore<SessionState>, SignInWays {
  /** Of the signed-in user; null while nobody is signed in. */
  readonly userId: () => string | null
  /** Whether "Continue as this machine's owner" is offered on the sign-in page. */
  readonly canSignInAsOwner: boolean
  /** Whether the backend can e-mail a link to sign in by. */
  readonly canSendMagicLink: boolean
  readonly signInAsOwner: () => Promise<SignInOutcome>
  /** Also where the backend is away. Nobody is signed in by itself after it. */
  readonly signOut: () => Promise<void>
  /** Finds out anew who is signed in. */
  readonly retry: () => Promise<void>
  /** A token that is valid by its own account; null while signed out. Throws `backend-unreachable`. */
  readonly authorize: () => Promise<Authorization | null>
  /** For a token that the backend refused: a newer one, or null where the session is lost. Throws `backend-unreachable`. */
  readonly renew: (refusedToken: string) => Promise<Authorization | null>
  readonly dispose: () => void
}

interface SessionOptions {
  readonly supabase: Supabase
  /** Gives the session of this machine's owner; null where the backend has none to give. Throws `backend-unreachable`. */
  readonly requestLocalSession: (() => Promise<{ access_token: string; refresh_token: string } | null>) | null
  readonly canSendMagicLink: boolean
  readonly readAuthSettings: () => Promise<unknown>
  /** Shared by the tabs of this browser. */
  readonly storage: KeyValueStorage
}

/** Remembers an explicit sign-out, so that the owner is not signed in again at once. */
const signedOutKey = 'eliza.signed-out'
const retryAfterMs = 3000

export function createSession(options: SessionOptions): SessionStore {
  const { supabase, requestLocalSession, storage, canSendMagicLink } = options
  const { auth } = supabase
  const store = createStore<SessionState>({ status: 'loading' })
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let recovering: Promise<Session | null> | undefined
  /** What auth-js said last, and what was stored then: asking it takes a lock over all tabs of this browser. */
  let latest: { readonly session: Session; readonly stored: string } | null = null
  /** An answer to a question from before the latest sign-out tells nothing any more. */
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

  /** What a lost session leads to: the owner's again where the backend gives it, else the sign-in page. */
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
    // auth-js waits for this callback: it must not be asked anything before it returns.
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
        // Not `recover`: one that is under way was perhaps begun while this was not allowed.
        const session = await signInLocally()
        return session === null
          ? { ok: false, message: 'The backend did not sign you in. Use an e-mail address and a password.' }
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
      // auth-js keeps the session when the backend cannot be told.
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

/** auth-js renews a session 90 seconds before it ends. */
const freshForMs = 120_000

const isFresh = ({ expires_at: seconds = 0 }: Session): boolean => seconds * 1000 - Date.now() > freshForMs

const authorization = (session: Session | null): Authorization | null =>
  session === null ? null : { userId: session.user.id, accessToken: session.access_token }

function throwIfUnreachable(error: AuthError | null): void {
  if (error !== null && isAuthRetryableFetchError(error)) throw new AppError('backend-unreachable')
}
