/** Plans the files that a script needs: required ones, and optional ones for each import. */
import type { PackageFile } from '../../../contract/run/workerProtocol.ts'
import type { StoredFile } from './createPackageStore.ts'
import { normaliseName } from './normaliseName.ts'
import { withDependencies, type LockPackage, type PyodideLock } from './readLock.ts'
import type { Resolution } from './resolveRequirements.ts'

/** A file of the lock or the index. */
export type Wheel = StoredFile & Omit<PackageFile, 'bytes'>

export interface PackagePlan {
  readonly required: readonly Wheel[]
  /** `wheels` is null if no known package provides the module. */
  readonly imports: readonly { readonly name: string; readonly wheels: readonly Wheel[] | null }[]
}

interface Places {
  /** The folder of the lock's files, ending in a slash. */
  readonly source: string
  readonly index: string
}

export function planPackages(
  imports: readonly string[],
  lock: PyodideLock,
  { locked, wheels }: Resolution,
  { source, index }: Places,
): PackagePlan {
  // A required project replaces the lock's version of it.
  const required = new Set(wheels.map(({ name }) => name))
  /** `by`: the import that needs them. */
  const ofLock = (names: readonly string[], by?: string): Wheel[] =>
    withDependencies(lock, names)
      .filter(({ name }) => !required.has(normaliseName(name)))
      .map((each) => ({
        ...fileOf(each),
        url: source + each.fileName,
        // A dependency is described by the import that needs it.
        what:
          by === undefined || names.includes(normaliseName(each.name))
            ? each.name
            : `${each.name}, which ${by} needs,`,
        place: source,
      }))
  const ofIndex = wheels.map((wheel) => ({
    ...wheel,
    folder: 'site' as const,
    what: `${wheel.name} ${wheel.version}`,
    place: index,
  }))
  return {
    required: [...ofLock(locked), ...ofIndex],
    imports: imports.map((name) => {
      const project = lock.imports.get(name)
      return { name, wheels: project === undefined ? null : ofLock([project], name) }
    }),
  }
}

const fileOf = ({ name, fileName, folder, sha256 }: LockPackage) => ({ name, fileName, folder, sha256 })
