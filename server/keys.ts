/** The secrets of this installation, generated at the first start and readable only by their owner. */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const keys = z.object({
  /** Signs session tokens (HS256). */
  jwtSecret: z.string().min(32),
  publishable: z.string().startsWith('sb_publishable_'),
  secret: z.string().startsWith('sb_secret_'),
  /**
   * The account of the person at this machine. The email is random, so that nobody else can register it
   * first.
   */
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
 * Reads the keys of a data directory, or generates them if there is no file. Sets modes 0700 (directory),
 * 0600 (file).
 *
 * @throws Error if the file exists but is damaged: with new keys, nobody could reach their rows.
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
    throw new Error(
      `${path} is damaged. Restore it from a backup, or delete ${dataDirectory} to start with an empty database.`,
    )
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
