/** Explains at startup what it means to listen on more than this machine. */
import { isLoopbackHost } from './isLoopback.ts'

/** @param hasOwnBackend True if people sign in at this server, false if the backend is elsewhere. */
export function describeNetwork(host: string, hasOwnBackend: boolean): string[] {
  if (isLoopbackHost(host)) return []
  return [
    `HOST=${host}: other machines can reach this server, over unencrypted http.`,
    ...(hasOwnBackend
      ? [
          'Everybody must sign in with email and password, you too. Other people in the network can read both.',
        ]
      : []),
    'Put a proxy with https in front, and its name into ALLOWED_HOSTS. Without https, browsers lack some features.',
  ]
}
