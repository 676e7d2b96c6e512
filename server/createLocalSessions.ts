/** Signs the person at this machine in to the owner's account, without a form. */
import type { IncomingMessage } from 'node:http'
import pLimit from 'p-limit'
import type { z } from 'zod'
import { localSession } from '../contract/edgeApi.ts'
import { isLoopbackAddress, isLoopbackHost } from './isLoopback.ts'
import type { Keys } from './keys.ts'
import type { Lite } from './lite.ts'

/**
 * Whether a visitor sits at this machine: the peer is loopback, the browser called us by a loopback name
 * (a tunnel's visitors come from loopback too, but by another name), and no proxy stands between.
 */
export function isLocalVisitor({ headers, socket }: IncomingMessage): boolean {
  const name = headers.host?.replace(/:\d+$/, '') ?? ''
  const isForwarded = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host'].some(
    (key) => key in headers,
  )
  return isLoopbackAddress(socket.remoteAddress) && isLoopbackHost(name) && !isForwarded
}

/** Whether the app's own page asks, not a foreign one in the same browser. */
export function isOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  return headers.origin === `http://${headers.host}` && (site === undefined || site === 'same-origin')
}

type LocalSession = z.infer<typeof localSession>

/** Opening one takes long, since passwords are made to be slow to check: the next is opened while nothing else is to do. */
const prepareAfterMs = 1000
/** Of the hour for which a session's token is good. */
const keptMs = 30 * 60_000

export interface LocalSessions {
  /** Gives a new session at each call; the account is made at the first. */
  readonly open: () => Promise<LocalSession>
  readonly dispose: () => void
}

export function createLocalSessions(lite: Lite, { publishable, owner }: Keys, origin: string): LocalSessions {
  const inTurn = pLimit(1)
  let spare: { readonly session: LocalSession; readonly madeAt: number } | undefined
  let preparing: NodeJS.Timeout | undefined

  async function ask(path: string, method: 'GET' | 'POST', headers: Record<string, string>, body?: unknown) {
    const request = new Request(new URL(path, origin), {
      method,
      headers: { apikey: publishable, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return lite.fetch(request, null)
  }

  async function askForSession(path: string) {
    const answer = await ask(path, 'POST', {}, owner)
    return { status: answer.status, session: localSession.safeParse(await answer.json()).data }
  }

  async function signIn(): Promise<LocalSession> {
    const signedIn = await askForSession('/auth/v1/token?grant_type=password')
    if (signedIn.session) return signedIn.session
    const signedUp = await askForSession('/auth/v1/signup')
    if (signedUp.session) return signedUp.session
    throw new Error(
      `The owner's account could not be opened (sign-in ${signedIn.status}, sign-up ${signedUp.status}).`,
    )
  }

  /** undefined where there is none, or where it was ended meanwhile, as by signing out everywhere. */
  async function takeSpare(): Promise<LocalSession | undefined> {
    const taken = spare
    spare = undefined
    if (!taken || Date.now() - taken.madeAt > keptMs) return undefined
    const headers = { authorization: `Bearer ${taken.session.access_token}` }
    const { ok } = await ask('/auth/v1/user', 'GET', headers)
    return ok ? taken.session : undefined
  }

  function prepareSoon(): void {
    clearTimeout(preparing)
    preparing = setTimeout(() => {
      const prepare = async () => {
        spare ??= { session: await signIn(), madeAt: Date.now() }
      }
      // Whoever asks for one hears what is wrong.
      inTurn(prepare).catch(() => {})
    }, prepareAfterMs).unref()
  }

  prepareSoon()
  return {
    async open() {
      const session = await inTurn(async () => (await takeSpare()) ?? signIn())
      prepareSoon()
      return session
    },
    dispose: () => clearTimeout(preparing),
  }
}
