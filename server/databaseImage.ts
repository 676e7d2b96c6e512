/** An initialised database, built once and cached in .cache/: a first start then needs no initdb. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { imageKey } from './lite.ts'
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
