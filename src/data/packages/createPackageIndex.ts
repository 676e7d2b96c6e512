/** Queries an index such as PyPI for a project's wheels (PEP 691) and their requirements (PEP 658). */
import { satisfies, valid, validRange } from '@renovatebot/pep440'
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { readTextUpTo } from '../../../lib/readTextUpTo.ts'
import type { PackageStore } from './createPackageStore.ts'
import { fetchFrom, notFetched } from './fetchFrom.ts'
import { readMetadata } from './readMetadata.ts'
import { parseJson } from '../../../lib/parseJson.ts'

export interface IndexWheel {
  readonly version: string
  readonly fileName: string
  readonly url: string
  readonly sha256: string
  readonly metadataSha256: string
  readonly isYanked: boolean
}

export interface Project {
  /** Pure Python wheels for this version of Python, yanked ones included. */
  readonly wheels: readonly IndexWheel[]
  /** Whether the index has any file of the project. */
  readonly hasFiles: boolean
}

export interface PackageIndex {
  readonly place: string
  /** Finds a project by its normalised name; null if the index does not know it. */
  project(name: string): Promise<Project | null>
  /** The wheel's lines of Requires-Dist. */
  requirementsOf(wheel: IndexWheel): Promise<string[]>
}

interface IndexOptions {
  /** Addresses that end in a slash. Files elsewhere are never fetched, whatever the index says. */
  readonly addresses: { readonly index: string; readonly files: string }
  readonly store: PackageStore
  /** Version of Python. */
  readonly python: string
  readonly signal: AbortSignal
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const projectPage = z.object({
  files: z.array(
    z.object({
      filename: z.string(),
      url: z.string(),
      hashes: z.object({ sha256: hash.optional().catch(undefined) }),
      'requires-python': z.string().nullish(),
      yanked: z.union([z.boolean(), z.string()]).optional(),
      // Older spellings of this field are not supported; PyPI has this one.
      'core-metadata': z.object({ sha256: hash }).optional().catch(undefined),
    }),
  ),
})

const pageCharacters = 50_000_000
const accept = 'application/vnd.pypi.simple.v1+json'
/** Make one per run: it caches answers. */
export function createPackageIndex({ addresses, store, python, signal }: IndexOptions): PackageIndex {
  const { index: place } = addresses
  const asked = new Map<string, Promise<Project | null>>()

  const readPage = async (url: string, name: string) => {
    const response = await fetchFrom({ url, what: name, place, signal, accept })
    const text = await readTextUpTo(response, pageCharacters)
    if (text === null) throw notFetched(name, place, 'the answer is larger than any that is read.')
    return text
  }

  async function ask(name: string): Promise<Project | null> {
    const url = `${place}${encodeURIComponent(name)}/`
    try {
      const text = await store.getText(url, () => readPage(url, name))
      return readProject(text, name, url)
    } catch (error) {
      if (error instanceof AppError && error.status === 404) return null
      throw error
    }
  }

  function readProject(text: string, name: string, url: string): Project {
    const page = projectPage.safeParse(parseJson(text))
    if (!page.success) throw notFetched(name, place, 'what came is no answer of a package index.')
    const wheels = page.data.files.flatMap((file): IndexWheel[] => {
      const version = pureVersion(file.filename, python)
      const { sha256 } = file.hashes
      const metadataSha256 = file['core-metadata']?.sha256
      const address = URL.canParse(file.url, url) ? new URL(file.url, url).href : ''
      if (version === undefined || sha256 === undefined || metadataSha256 === undefined) return []
      if (!address.startsWith(addresses.files) || !isFor(file['requires-python'] ?? '', python)) return []
      const isYanked = Boolean(file.yanked)
      return [{ version, fileName: file.filename, url: address, sha256, metadataSha256, isYanked }]
    })
    return { wheels, hasFiles: page.data.files.length > 0 }
  }

  return {
    place,
    project(name) {
      const project = asked.get(name) ?? ask(name)
      asked.set(name, project)
      return project
    },
    async requirementsOf({ url, fileName, metadataSha256 }) {
      const what = `The list of what ${fileName} needs`
      const file = { url: `${url}.metadata`, sha256: metadataSha256, what, place }
      return readMetadata(new TextDecoder().decode(await store.get(file, signal, () => {})))
    },
  }
}

/** The version, if this names a pure wheel (name-version(-build)-python-abi-platform) for any platform. */
function pureVersion(fileName: string, python: string): string | undefined {
  if (!/^[\w.+!-]{1,300}\.whl$/.test(fileName)) return undefined
  const parts = fileName.slice(0, -'.whl'.length).split('-')
  const [tags = '', abi, platform] = parts.slice(-3)
  const minor = Number(python.split('.')[1])
  const isForPython = tags.split('.').some((tag) => {
    const [, kind, digits = ''] = /^(py|cp)3(\d*)$/.exec(tag) ?? []
    return kind === 'py' ? Number(digits) <= minor : kind === 'cp' && digits === String(minor)
  })
  const isPure = parts.length >= 5 && parts.length <= 6 && isForPython && abi === 'none' && platform === 'any'
  return isPure && valid(parts[1]) !== null ? parts[1] : undefined
}

/** Longer ranges take seconds to compare. */
const rangeCharacters = 1000

const isFor = (range: string, python: string): boolean =>
  range === '' ||
  range.length > rangeCharacters ||
  !validRange(range) ||
  satisfies(python, range, { prereleases: true })
