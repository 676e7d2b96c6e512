/** Brings wheels of pure Python from PyPI into .cache, for tests of what real libraries do. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../server/projectRoot.ts'

/** Libraries that reach for the network, each with what it needs. */
const requirements = [
  'requests==2.34.2',
  'urllib3==2.8.0',
  'idna==3.20',
  'certifi==2026.10.19.post1',
  'charset-normalizer==3.5.3',
  'httpx==0.28.1',
  'httpcore==1.0.9',
  'h11==0.16.0',
  'anyio==4.16.0',
  'typing-extensions==4.16.0',
]

/** @returns the wheels of requests, urllib3 and httpx, or why they are not there. */
export function fetchNetworkWheels(): readonly Uint8Array[] | { readonly missing: string } {
  const key = createHash('sha256').update(requirements.join()).digest('hex').slice(0, 8)
  const folder = join(projectRoot, '.cache', `network-wheels-${key}`)
  if (!existsSync(folder)) {
    const partial = `${folder}.${process.pid}`
    const options = '--quiet --no-deps --only-binary=:all: --platform any --python-version 3.14 --dest'
    const command = ['-m', 'pip', 'download', ...options.split(' '), partial, ...requirements]
    const { status, stderr } = spawnSync('python3', command, { encoding: 'utf8', timeout: 60_000 })
    if (status !== 0) {
      rmSync(partial, { recursive: true, force: true })
      const reason = stderr?.trim().split('\n').at(-1) ?? 'no python3'
      return { missing: `\`python3 ${command.join(' ')}\` does not bring the packages: ${reason}` }
    }
    // Another process may have been as fast.
    if (existsSync(folder)) rmSync(partial, { recursive: true })
    else renameSync(partial, folder)
  }
  return readdirSync(folder).map((name) => readFileSync(join(folder, name)))
}
