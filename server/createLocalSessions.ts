/** Signs the person at this machine in to the owner's account, automatically. */
import type { IncomingMessage } from 'node:http'
import pLimit from 'p-limit'
import type { z } from 'zod'
import { localSession } from '../contract/edgeApi.ts'
import { isLoopbackAddress, isLoopbackHost } from './isLoopback.ts'
import type { Keys } from './keys.ts'
import type { Lite } from './lite.ts'

/** Headers by which proxies, tunnels and content networks tell for whom they ask. */
const forwarding =
  /^(via|cdn-loop|proxy-connection|(.*-)?forwarded(-.*)?|(.*-)?(client|real|remote|connecting|originating)-?(ip|addr|address|host|port)|x-original-.*|x-host|x-server-name|(x-)?(envoy|amzn|amz-cf|azure|ms|arr|appengine|vercel|akamai|sucuri|incap|github|gitpod|cf|fly|fastly|ngrok|tailscale)-.*)$/

/**
 * True if the visitor may be at this machine: the peer's address is loopback, the Host header is a loopback name, and no
 * header shows a proxy. A forward of plain TCP passes this, so the start-up key has to be given, too.
 */
export function isLocalVisitor({ headers, socket }: IncomingMessage): boolean {
  const name = headers.host?.replace(/:\d+$/, '') ?? ''
  const isForwarded = Object.keys(headers).some((key) => forwarding.test(key))
  return isLoopbackAddress(socket.remoteAddress) && isLoopbackHost(name) && !isForwarded
}

/**
 * True if the app's own page sends the request. A foreign page in the same browser must get no session
 * (CSRF).
 */
export function isOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  return headers.origin === `http://${headers.host}` && (site === undefined || site === 'same-origin')
}

type LocalSession = z.infer<typeof localSession>

/** Password hashing makes sign-in slow, so the next session is prepared this long after the last request. */
const prepareAfterMs = 1000
/** A prepared session is used for this time. Its token is valid for 1 hour. */
const keptMs = 30 * 60_000

export interface LocalSessions {
  /** Returns a new session at each call. */
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

  async function signIn(): Promise<LocalSession> {
    const answer = await ask('/auth/v1/token?grant_type=password', 'POST', {}, owner)
    const session = localSession.safeParse(await answer.json()).data
    if (session) return session
    throw new Error(`The owner's account could not be opened (status ${answer.status}).`)
  }

  /**
   * undefined if there is no prepared session, or if it was revoked in the meantime (signing out everywhere).
   */
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
      // The next `open` tries again and reports the error.
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
