/** Says what it means to listen on more than this machine. */
import { isLoopbackHost } from './isLoopback.ts'

/** `hasOwnBackend`: whether people sign in here, or at a backend elsewhere. */
export function describeNetwork(host: string, hasOwnBackend: boolean): string[] {
  if (isLoopbackHost(host)) return []
  return [
    `HOST=${host}: other machines can reach this server, over plain http.`,
    ...(hasOwnBackend
      ? [
          'Everybody signs in with email and password, you too; both can be read on the way by who shares the network.',
        ]
      : []),
    'Put a proxy with https in front of it and its name into ALLOWED_HOSTS; browsers elsewhere lack features without.',
  ]
}
