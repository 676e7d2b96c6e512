/** Sends as one user only: if another user signs in meanwhile, nothing is sent. */
import type { Authorization } from '../session/createRenewingFetch.ts'
import type { SessionStore } from '../session/createSession.ts'
import type { SendOutcome } from './toSendOutcome.ts'

/** Never throws: failures are outcomes. */
export async function sendAs(
  session: Pick<SessionStore, 'authorize'>,
  userId: string,
  send: (authorization: Authorization) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  try {
    const authorization = await session.authorize()
    if (authorization?.userId !== userId) return { type: 'signed-out' }
    return await send(authorization)
  } catch {
    return { type: 'unreachable' }
  }
}
