/**
 * Guards sign-in and sign-up (/auth/v1): which of their paths are open, who may create an account, which passwords are
 * taken, and how often one may try.
 */
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { createAttempts } from './createAttempts.ts'
import type { Invitations } from './invitations.ts'
import { refusePassword } from './passwordRules.ts'

export type SignUp = 'open' | 'invited'

interface AuthDoorOptions {
  readonly signUp: SignUp
  readonly invitations: Invitations
  /** Identifies the sender of a request. */
  readonly peerOf: (request: IncomingMessage) => string
  /** Whether only programs of this machine get here. Then the number of new accounts is theirs to choose. */
  readonly isAlone: boolean
}

/** A request whose body was read. */
interface AuthRequest {
  readonly request: IncomingMessage
  readonly url: URL
  readonly method: string
  readonly body: unknown
  /** The e-mail address of the caller's session, if there is one. */
  readonly email: string | undefined
}

/** Has lite answer, with this body in place of the sent one. */
type Answer = (body: object) => Promise<Response>

export interface AuthDoor {
  /** Answers `request` by `answer`, or refuses it. lite reads of the body only what was checked here. */
  readonly pass: (asked: AuthRequest, answer: Answer) => Promise<Response>
}

export const invitationCookie = 'eliza-invitation'

/** All that the app uses. Everything else of lite would send e-mail, redirect or sign in without a password. */
const openPaths: Readonly<Record<string, readonly string[]>> = {
  '/auth/v1/health': ['GET'],
  '/auth/v1/settings': ['GET'],
  '/auth/v1/signup': ['POST'],
  '/auth/v1/token': ['POST'],
  '/auth/v1/user': ['GET', 'PUT'],
  '/auth/v1/logout': ['POST'],
}
const grants = ['password', 'refresh_token']

const minute = 60_000
/** More than a person's typing errors, and too few to guess a password that the rules accept. */
const limits = {
  ofPeer: { most: 20, windowMs: 5 * minute },
  ofPeerAndAddress: { most: 5, windowMs: 5 * minute },
  // Higher than one peer reaches, so that a stranger alone cannot lock somebody out.
  ofAddress: { most: 50, windowMs: 60 * minute },
  signUps: { most: 20, windowMs: 60 * minute },
}
/** Passwords that are checked or wait for it, of everybody: each takes a tenth of a second of the database's thread. */
const mostAtOnce = 8

const credentials = z.object({ email: z.string().max(320), password: z.string().max(1000) })
const refreshing = z.object({ refresh_token: z.string().max(1000) })

export function createAuthDoor(options: AuthDoorOptions): AuthDoor {
  const { signUp, invitations, peerOf, isAlone } = options
  const failures = {
    ofPeer: createAttempts(limits.ofPeer),
    ofPeerAndAddress: createAttempts(limits.ofPeerAndAddress),
    ofAddress: createAttempts(limits.ofAddress),
  }
  const signUps = createAttempts(limits.signUps)
  let atOnce = 0

  async function oneOfFew(answer: () => Promise<Response>): Promise<Response> {
    if (atOnce >= mostAtOnce) return tooMany(1000)
    atOnce += 1
    try {
      return await answer()
    } finally {
      atOnce -= 1
    }
  }

  async function signIn({ request, body }: AuthRequest, answer: Answer): Promise<Response> {
    const asked = credentials.safeParse(body).data
    if (asked === undefined)
      return refusal(400, 'validation_failed', 'Send an e-mail address and a password.')
    const peer = peerOf(request)
    const address = asked.email.toLowerCase()
    const counted = [
      [failures.ofPeer, peer],
      [failures.ofPeerAndAddress, `${peer} ${address}`],
      [failures.ofAddress, address],
    ] as const
    const wait = Math.max(...counted.map(([attempts, key]) => attempts.wait(key)))
    if (wait > 0) return tooMany(wait)
    // Counted before the answer: attempts at the same moment count, too.
    const takeBack = counted.map(([attempts, key]) => attempts.count(key))
    const response = await oneOfFew(() => answer(asked))
    if (response.ok) for (const take of takeBack) take()
    return response
  }

  async function createAccount({ request, body }: AuthRequest, answer: Answer): Promise<Response> {
    const asked = credentials.safeParse(body).data
    if (asked === undefined)
      return refusal(400, 'validation_failed', 'Send an e-mail address and a password.')
    const invitation = signUp === 'open' ? null : await invitations.read(invitationOf(request))
    if (invitation === undefined) {
      const sentence = 'This server takes no new accounts without an invitation. Ask its operator for a link.'
      return refusal(403, 'signup_disabled', sentence)
    }
    const weakness = refusePassword(asked.password, asked.email)
    if (weakness !== undefined) return refusal(422, 'weak_password', weakness)
    const peer = peerOf(request)
    const wait = signUps.wait(peer)
    if (wait > 0 && !isAlone) return tooMany(wait)
    signUps.count(peer)
    const create = () => oneOfFew(() => answer(asked))
    if (invitation === null) return create()
    let response: Response | undefined
    await invitations.use(invitation, async () => (response = await create()).ok)
    return response ?? refusal(403, 'signup_disabled', 'This invitation was used. Ask for another one.')
  }

  /** The sign-in page offers a new account only if this visitor can have one. */
  async function describeSettings({ request }: AuthRequest, answer: Answer): Promise<Response> {
    const response = await answer({})
    const settings = z.looseObject({}).safeParse(await response.json()).data
    if (!response.ok || settings === undefined)
      return refusal(502, 'unexpected_failure', 'There are no settings.')
    const mayCome = signUp === 'open' || (await invitations.read(invitationOf(request))) !== undefined
    return Response.json({ ...settings, disable_signup: !mayCome })
  }

  function changeUser({ body, email = '' }: AuthRequest, answer: Answer): Response | Promise<Response> {
    const change = z.record(z.string(), z.unknown()).safeParse(body).data ?? {}
    if (change['email'] !== undefined) {
      const sentence = 'The e-mail address of an account cannot be changed here: this server sends no e-mail.'
      return refusal(422, 'email_provider_disabled', sentence)
    }
    const password = credentials.shape.password.safeParse(change['password']).data
    if (password === undefined)
      return refusal(422, 'validation_failed', 'Only the password can be changed here.')
    const weakness = refusePassword(password, email)
    if (weakness !== undefined) return refusal(422, 'weak_password', weakness)
    return oneOfFew(() => answer({ password }))
  }

  return {
    async pass(asked, answer) {
      const { pathname, searchParams } = asked.url
      const methods = Object.hasOwn(openPaths, pathname) ? openPaths[pathname] : undefined
      if (methods === undefined) {
        const sentence = 'This server sends no e-mail and no codes. Sign in with e-mail address and password.'
        return refusal(404, 'otp_disabled', sentence)
      }
      if (!methods.includes(asked.method))
        return new Response(null, { status: 405, headers: { allow: methods.join() } })
      if (pathname === '/auth/v1/settings') return describeSettings(asked, answer)
      if (pathname === '/auth/v1/signup') return createAccount(asked, answer)
      if (pathname === '/auth/v1/user' && asked.method === 'PUT') return changeUser(asked, answer)
      if (pathname !== '/auth/v1/token') return answer({})
      // lite may read the first or the last of several.
      const [grant = '', ...others] = searchParams.getAll('grant_type')
      if (others.length > 0 || !grants.includes(grant)) {
        return refusal(400, 'validation_failed', `Sign in with one grant_type: ${grants.join(' or ')}.`)
      }
      if (grant === 'password') return signIn(asked, answer)
      const token = refreshing.safeParse(asked.body).data
      return token === undefined ? refusal(400, 'validation_failed', 'Send a refresh_token.') : answer(token)
    },
  }
}

function invitationOf({ headers }: IncomingMessage): string {
  const pair = (headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(`${invitationCookie}=`))
  return pair?.slice(invitationCookie.length + 1) ?? ''
}

/** In the shape of Supabase Auth's errors. */
const refusal = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
  Response.json({ code: status, error_code: code, msg: message }, { status, headers })

function tooMany(waitMs: number): Response {
  const seconds = Math.ceil(waitMs / 1000)
  const sentence = `Too many attempts. Try again in ${seconds} s.`
  return refusal(429, 'over_request_rate_limit', sentence, { 'retry-after': String(seconds) })
}
