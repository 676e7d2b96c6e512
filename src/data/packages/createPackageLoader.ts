/** The page's answer to a script that needs packages: finds out which, fetches and checks them, and says which cannot be had. */
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
  /** Where the lock's files are, read at each run. null, and what is no folder: the CDN of this Pyodide. */
  readonly folder: () => string | null
  /** What addresses are relative to; default: the page. */
  readonly base?: string
  /** Where wheels are kept; default: the browser's, where this page has one. */
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
      // An import may stand in a `try`: it is Python that fails, if it comes to that.
      if (requirements.length === 0)
        return { ok: true, wheels: [], missing: imports.map((name) => ({ name, message })) }
      return { ok: false, message }
    }
    const wheels = [...planned.required, ...planned.imports.flatMap((each) => each.wheels ?? [])]
    return sortOut(planned, await fetchWheels(wheels, store, loading), pyodideVersion)
  }
}

/** Absent where the page is no secure context. */
const globalCaches = (): CacheStorage | undefined => ('caches' in globalThis ? caches : undefined)

/** What is there, in an order in which it can be installed, and for which imports something is missing. */
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
