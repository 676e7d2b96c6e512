/** An initialised database, built once and cached in .cache/: a first start then needs no initdb. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { migrationsFolder, readMigrations } from './applyMigrations.ts'
import { projectRoot } from './projectRoot.ts'

export const databaseImagePath = () => join(projectRoot, '.cache', `database-${imageKey()}.tar`)

/**
 * @returns The path of the image. Builds it if needed, in a separate process so that the memory is released.
 */
export async function databaseImage(log: (line: string) => void): Promise<string> {
  const path = databaseImagePath()
  if (existsSync(path)) return path
  log('Building the database image (once, a few seconds)')
  const script = join(projectRoot, 'dev/build/buildDatabaseImage.ts')
  await promisify(execFile)(process.execPath, ['--import', 'tsx', script], { cwd: projectRoot })
  return path
}

/** Cache key of the image: a hash of everything that it is built from. */
function imageKey(): string {
  const hash = createHash('sha256')
  const require = createRequire(import.meta.url)
  for (const name of ['@supabase/lite', '@electric-sql/pglite']) {
    hash.update(readFileSync(join(packageFolder(require, name), 'package.json')))
  }
  for (const own of ['lite.ts', 'applyMigrations.ts'])
    hash.update(readFileSync(join(import.meta.dirname, own)))
  for (const { version, name, sql } of readMigrations(migrationsFolder))
    hash.update(`${version}${name}${sql}`)
  return hash.digest('hex').slice(0, 16)
}

function packageFolder(require: NodeJS.Require, name: string): string {
  const found = require.resolve.paths(name)?.find((folder) => existsSync(join(folder, name, 'package.json')))
  if (found === undefined) throw new Error(`${name} is not installed. Run npm ci.`)
  return join(found, name)
}
