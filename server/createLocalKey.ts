/** The start-up secret: its holder has read the terminal, and so is the person at this machine. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { localKeyFragment } from '../contract/edgeApi.ts'

export interface LocalKey {
  readonly matches: (given: string | string[] | undefined) => boolean
  /** The app's address with the key in its fragment, which browsers send to no server. */
  readonly address: (url: string) => string
}

/** A new one at each start. */
export function createLocalKey(): LocalKey {
  const key = randomBytes(32).toString('base64url')
  // Of equal length, which a comparison in constant time needs.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return {
    matches: (given) => typeof given === 'string' && timingSafeEqual(digest(given), digest(key)),
    address: (url) => `${url}/${localKeyFragment}${key}`,
  }
}
