/** Signs the person at this machine in to the owner's account, without a form. */
import type { IncomingMessage } from 'node:http'
import { localSession } from '../contract/edgeApi.ts'
import { createQueue } from './createQueue.ts'
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

/** Gives a new session at each call; the account is made at the first. */
export function createLocalSession(lite: Lite, { publishable, owner }: Keys, origin: string) {
  const oneAtATime = createQueue()

  async function ask(path: string) {
    const request = new Request(new URL(path, origin), {
      method: 'POST',
      headers: { apikey: publishable, 'content-type': 'application/json' },
      body: JSON.stringify(owner),
    })
    const answer = await lite.fetch(request, null)
    const body: unknown = await answer.json()
    return { status: answer.status, session: localSession.safeParse(body).data }
  }

  return () =>
    oneAtATime(async () => {
      const signedIn = await ask('/auth/v1/token?grant_type=password')
      if (signedIn.session) return signedIn.session
      const signedUp = await ask('/auth/v1/signup')
      if (signedUp.session) return signedUp.session
      throw new Error(
        `The owner's account could not be opened (sign-in ${signedIn.status}, sign-up ${signedUp.status}).`,
      )
    })
}
