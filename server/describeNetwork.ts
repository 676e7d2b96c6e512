/** Explains at startup what it means to serve more than this machine. */
import { isLoopbackHost, servesThisMachineAlone } from './isLoopback.ts'
import type { Settings } from './readSettings.ts'

/** @param invitation A link for one new account; null if people sign in elsewhere. */
export function describeNetwork(
  { host, allowedHosts, signUp }: Pick<Settings, 'host' | 'allowedHosts' | 'signUp'>,
  invitation: string | null,
): string[] {
  if (servesThisMachineAlone(host, allowedHosts)) return []
  const isOpen = !isLoopbackHost(host)
  return [
    ...(isOpen ? [`HOST=${host}: other machines can reach this server, over unencrypted http.`] : []),
    ...(invitation === null
      ? []
      : [
          `Everybody signs in with email and password, you too.${isOpen ? ' Other people in the network can read both.' : ''}`,
          signUp === 'open'
            ? 'SIGN_UP=open: everybody who reaches this server can create an account.'
            : `New accounts need an invitation. This link is for one, within 7 days; npm run invite makes more: ${invitation}`,
        ]),
    ...(isOpen
      ? [
          'Put a proxy with https in front, and its name into ALLOWED_HOSTS. Without https, browsers lack some features.',
        ]
      : []),
  ]
}
