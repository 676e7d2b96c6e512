/** Brings CPython's own test files, which Debian packages, into the cache. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../server/projectRoot.ts'

const folder = 'pool/main/p/python3.14'

/**
 * Debian's versions of Python 3.14, the preferred one first. A mirror keeps a version until Debian has a newer one.
 * The test modules lie in one package, `test.support` in the other.
 */
const releases = [
  {
    version: '3.14.10-1',
    packages: {
      'libpython3.14-testsuite_3.14.10-1_all.deb':
        '137b55a9b0794801a0226a8220c7c224e9e5e3a9d1261bd62573a87a6ad8bf31',
      'libpython3.14-stdlib_3.14.10-1_amd64.deb':
        '0af595928d7a49c12fe33d5667da95dc2fa9868e1a9a00625428074d3b3d458a',
    },
  },
  {
    version: '3.14.8-1',
    packages: {
      'libpython3.14-testsuite_3.14.8-1_all.deb':
        '072cc5c4b9468efdc60deceece230c7009bf65e2638a104597202eb32673135f',
      'libpython3.14-stdlib_3.14.8-1_amd64.deb':
        'abfa1b45e311461a4f8ee110d203efbc18808fada340af7036235b0d0c4cfd9a',
    },
  },
] as const

/** Returns the version, and the folder that contains the package `test`. */
export async function fetchTests(): Promise<{ readonly version: string; readonly path: string }> {
  const cache = join(projectRoot, '.cache/conformance')
  const refusals: string[] = []
  const mirrors = findMirrors()
  for (const { version, packages } of releases) {
    const unpacked = join(cache, version)
    const path = join(unpacked, 'usr/lib/python3.14')
    if (existsSync(unpacked)) return { version, path }
    for (const mirror of mirrors) {
      const unpacking = `${unpacked}.part`
      rmSync(unpacking, { recursive: true, force: true })
      mkdirSync(unpacking, { recursive: true })
      try {
        for (const [name, sum] of Object.entries(packages))
          unpack(await download(`${mirror}/${folder}/${name}`, sum), unpacking)
        renameSync(unpacking, unpacked)
        return { version, path }
      } catch (error) {
        refusals.push(String(error))
      } finally {
        rmSync(unpacking, { recursive: true, force: true })
      }
    }
  }
  throw new Error(
    [
      'No tests of CPython could be fetched.',
      ...refusals,
      'Set DEBIAN_MIRROR to a Debian mirror or to a day of snapshot.debian.org, or name the versions that Debian has now in dev/conformance/fetchTests.ts.',
    ].join('\n'),
  )
}

function findMirrors(): string[] {
  const { DEBIAN_MIRROR } = process.env
  if (DEBIAN_MIRROR) return [DEBIAN_MIRROR.replace(/\/$/, '')]
  let sources = ''
  try {
    sources = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'], {
      encoding: 'utf8',
    })
  } catch {
    throw new Error('apt names no mirror here. Set DEBIAN_MIRROR to the address of a Debian mirror.')
  }
  const mirrors = [...new Set(sources.split('\n'))].filter((line) => /^https?:/.test(line))
  if (mirrors.length === 0)
    throw new Error("apt has no Debian mirror. Set DEBIAN_MIRROR to one's address, or run apt-get update.")
  return mirrors.map((line) => line.replace(/\/$/, ''))
}

async function download(address: string, sum: string): Promise<Uint8Array> {
  const response = await fetch(address, { signal: AbortSignal.timeout(120_000) }).catch((error: unknown) => {
    throw new Error(`${address} cannot be reached: ${String(error)}`)
  })
  if (!response.ok) throw new Error(`${address} answers ${response.status}.`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sum) throw new Error(`${address} has the SHA-256 ${found}, not ${sum}.`)
  return bytes
}

function unpack(bytes: Uint8Array, folder: string): void {
  const file = `${folder}.deb`
  writeFileSync(file, bytes)
  try {
    execFileSync('dpkg-deb', ['--extract', file, folder])
  } catch (error) {
    throw new Error('dpkg-deb cannot unpack the package. Install dpkg.', { cause: error })
  } finally {
    rmSync(file)
  }
}
