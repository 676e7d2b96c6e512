/**
 * Implements `LoadPackages`: resolves a script's packages, fetches and verifies them, and explains which are
 * unavailable.
 */
import { AppError } from '../../../contract/errors.ts'
import type { LoadPackages, PackagesFound } from '../../../contract/run/packageLoading.ts'
import { pyodideCdn, pypi, readPackageFolder } from '../../../contract/run/packageSources.ts'
import { readRequirements } from '../../../contract/run/readRequirements.ts'
import { createPackageIndex } from './createPackageIndex.ts'
import { createPackageStore } from './createPackageStore.ts'
import { markerEnvironment } from './evaluateMarker.ts'
import { fetchFrom } from './fetchFrom.ts'
import { fetchWheels } from './fetchWheels.ts'
import type { PackageList } from './PackageList.ts'
import { planPackages, type PackagePlan, type Wheel } from './planPackages.ts'
import { readLock, type PyodideLock } from './readLock.ts'
import { resolveRequirements } from './resolveRequirements.ts'
import { unknownModule } from './unknownModule.ts'

interface LoaderOptions extends PackageList {
  /**
   * Folder of the lock's files, read at each run. null, or a text that is no folder: the CDN of this Pyodide.
   */
  readonly folder: () => string | null
  /** Base of relative addresses; default: the page. */
  readonly base?: string
  /** Cache for wheels; default: the browser's, if this page has one. */
  readonly storage?: CacheStorage | undefined
  /** Default: PyPI. */
  readonly index?: { readonly index: string; readonly files: string }
}

export function createPackageLoader(options: LoaderOptions): LoadPackages {
  const { pyodideVersion, folder, index: addresses = pypi } = options
  const base = options.base ?? document.baseURI
  const lockUrl = new URL(options.lockUrl, base).href
  const store = createPackageStore('storage' in options ? options.storage : globalCaches())
  let lock: PyodideLock | undefined

  async function loadLock(signal: AbortSignal): Promise<PyodideLock> {
    const asked = { url: lockUrl, what: 'The list of packages', place: new URL(lockUrl).origin, signal }
    return readLock(JSON.parse(await store.getText(lockUrl, async () => (await fetchFrom(asked)).text())))
  }

  async function plan(imports: readonly string[], requirements: readonly string[], signal: AbortSignal) {
    const known = (lock ??= await loadLock(signal))
    const source = readPackageFolder(folder() ?? '') ?? pyodideCdn(pyodideVersion)
    const places = { source: new URL(source, base).href, index: addresses.index }
    if (requirements.length === 0) return planPackages(imports, known, { locked: [], wheels: [] }, places)
    const index = createPackageIndex({ addresses, store, python: known.info.python, signal })
    const environment = markerEnvironment(known.info)
    return planPackages(
      imports,
      known,
      await resolveRequirements(requirements, { lock: known, index, environment }),
      places,
    )
  }

  return async ({ code, imports }, loading) => {
    const requirements = readRequirements(code)
    let planned: PackagePlan
    try {
      planned = await plan(imports, requirements, loading.signal)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { message } = error
      // The import may be in a `try`, so Python raises the error if the import runs.
      if (requirements.length === 0)
        return { ok: true, wheels: [], missing: imports.map((name) => ({ name, message })) }
      return { ok: false, message }
    }
    const wheels = [...planned.required, ...planned.imports.flatMap((each) => each.wheels ?? [])]
    return sortOut(planned, await fetchWheels(wheels, store, loading), pyodideVersion)
  }
}

/** undefined if the page is not a secure context. */
const globalCaches = (): CacheStorage | undefined => ('caches' in globalThis ? caches : undefined)

/** Sorts fetched wheels in the order of installation, and lists imports whose wheels are missing. */
function sortOut(
  { required, imports }: PackagePlan,
  fetched: ReadonlyMap<string, ArrayBuffer | AppError>,
  pyodideVersion: string,
): PackagesFound {
  const faultIn = (wheels: readonly Wheel[]) =>
    wheels.map(({ url }) => fetched.get(url)).find((each) => each instanceof AppError)
  const refusal = faultIn(required)
  if (refusal) return { ok: false, message: refusal.message }

  const wanted = new Map(required.map((wheel) => [wheel.url, wheel]))
  const missing: { name: string; message: string }[] = []
  for (const { name, wheels } of imports) {
    const fault = faultIn(wheels ?? [])
    if (wheels === null) missing.push({ name, message: unknownModule(name, pyodideVersion) })
    else if (fault) missing.push({ name, message: fault.message })
    else for (const wheel of wheels) wanted.set(wheel.url, wheel)
  }
  const files = [...wanted.values()].flatMap(({ url, name, fileName, folder }) => {
    const bytes = fetched.get(url)
    return bytes instanceof ArrayBuffer ? [{ name, fileName, folder, bytes }] : []
  })
  return { ok: true, wheels: files, missing }
}
