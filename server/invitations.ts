/** Links by which people create an account where sign-up is closed. Each is used once. */
import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { parseJson } from '../lib/parseJson.ts'
import type { Keys } from './keys.ts'

/** GET of this path with a token behind it keeps the invitation in the browser and leads to the app. */
export const invitationPath = '/invite/'
const validFor = '7 days'
const audience = 'invitation'

/** A key of its own, so that no invitation is ever taken for a session. */
const keyOf = ({ jwtSecret }: Pick<Keys, 'jwtSecret'>) =>
  createHmac('sha256', jwtSecret).update(audience).digest()

/** @returns The token, valid for 7 days. */
export const createInvitation = (keys: Keys): Promise<string> =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setJti(randomUUID())
    .setExpirationTime(validFor)
    .sign(keyOf(keys))

export interface Invitations {
  /** @returns The invitation's id; undefined if it is none, has expired or was used. */
  readonly read: (token: string) => Promise<string | undefined>
  /**
   * Uses an invitation for `work`, which returns whether it succeeded. At the same time nobody else can use it.
   *
   * @returns false if it is used already.
   */
  readonly use: (id: string, work: () => Promise<boolean>) => Promise<boolean>
}

const usedIds = z.array(z.string())

export function openInvitations(dataDirectory: string, keys: Keys): Invitations {
  const path = join(dataDirectory, 'used-invitations.json')
  const used = new Set(readUsed(path))
  return {
    async read(token) {
      const verified = await jwtVerify(token, keyOf(keys), { audience, algorithms: ['HS256'] }).catch(
        () => null,
      )
      const id = verified?.payload.jti
      return id === undefined || used.has(id) ? undefined : id
    },
    async use(id, work) {
      if (used.has(id)) return false
      used.add(id)
      const succeeded = await work().catch((error: unknown) => {
        used.delete(id)
        throw error
      })
      if (!succeeded) used.delete(id)
      else writeUsed(path, [...used])
      return true
    },
  }
}

function readUsed(path: string): string[] {
  try {
    return usedIds.safeParse(parseJson(readFileSync(path, 'utf8'))).data ?? []
  } catch {
    return []
  }
}

function writeUsed(path: string, ids: readonly string[]): void {
  writeFileSync(`${path}.new`, JSON.stringify(ids), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
