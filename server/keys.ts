/** The secrets of this one installation: made at the first start, readable by their owner alone. */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const keys = z.object({
  /** Signs the sessions (HS256). */
  jwtSecret: z.string().min(32),
  publishable: z.string().startsWith('sb_publishable_'),
  secret: z.string().startsWith('sb_secret_'),
  /** The account of the person at this machine. The address is random so that no stranger can take it first. */
  owner: z.object({ email: z.string(), password: z.string() }),
})
export type Keys = z.infer<typeof keys>

const random = (bytes: number) => randomBytes(bytes).toString('base64url')

export const generateKeys = (): Keys => ({
  jwtSecret: random(48),
  publishable: `sb_publishable_${random(24)}`,
  secret: `sb_secret_${random(24)}`,
  owner: { email: `owner-${randomBytes(8).toString('hex')}@workbench.local`, password: random(24) },
})

/**
 * The keys of this data directory, made if there are none. Directory 0700, file 0600.
 * Throws when the file is there but cannot be read: new keys would lock everybody out of their rows.
 */
export function loadKeys(dataDirectory: string): Keys {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  chmodSync(dataDirectory, 0o700)
  const path = join(dataDirectory, 'keys.json')
  const text = readIfPresent(path)
  if (text === undefined) return writeKeys(path, generateKeys())
  chmodSync(path, 0o600)
  const parsed = keys.safeParse(parseJson(text))
  if (!parsed.success) {
    throw new Error(`${path} is damaged. Restore it from a copy, or remove ${dataDirectory} to start anew.`)
  }
  return parsed.data
}

function writeKeys(path: string, made: Keys): Keys {
  const partial = `${path}.new`
  writeFileSync(partial, JSON.stringify(made, null, 2), { mode: 0o600 })
  renameSync(partial, path)
  return made
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
