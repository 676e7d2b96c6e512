/** Which passwords an account may have. */
import { zxcvbn, zxcvbnOptions } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

/** In characters, and at most in bytes: bcrypt reads no more of them. */
export const passwordLength = { least: 10, mostBytes: 72 } as const

zxcvbnOptions.setOptions({ dictionary, graphs: adjacencyGraphs })

/** @returns A sentence for people if the password cannot be used. */
export function refusePassword(password: string, email: string): string | undefined {
  const { least, mostBytes } = passwordLength
  if (password.length < least) return `Choose a password of at least ${least} characters.`
  if (Buffer.byteLength(password) > mostBytes) return `Choose a password of at most ${mostBytes} bytes.`
  const known = [email, ...email.split(/[@.]/)].filter((part) => part.length > 2)
  // Below 2, a thousand to a million guesses are enough.
  if (zxcvbn(password, known).score >= 2) return undefined
  return 'This password is easy to guess. Add a word or two that have nothing to do with it.'
}
