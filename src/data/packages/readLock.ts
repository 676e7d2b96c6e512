/** Parses the lock file: name, dependencies and hash of each package of this Pyodide. */
import { z } from 'zod'
import { normaliseName } from './normaliseName.ts'

const lockFile = z.object({
  info: z.object({ python: z.string(), platform: z.string(), arch: z.string() }),
  packages: z.record(
    z.string(),
    z.object({
      name: z.string(),
      version: z.string(),
      // Restricted, since it becomes part of a URL and a path.
      file_name: z.string().regex(/^[\w.+-]+\.(whl|zip|tar)$/),
      install_dir: z.enum(['site', 'dynlib']),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      imports: z.array(z.string()),
      depends: z.array(z.string()),
    }),
  ),
})

export interface LockPackage {
  readonly name: string
  readonly version: string
  readonly fileName: string
  readonly folder: 'site' | 'dynlib'
  readonly sha256: string
  /** Normalised names of packages in the same lock file. */
  readonly depends: readonly string[]
}

export interface PyodideLock {
  readonly info: z.infer<typeof lockFile>['info']
  /** By normalised name. */
  readonly packages: ReadonlyMap<string, LockPackage>
  /** Top-level module to the normalised name of its package. */
  readonly imports: ReadonlyMap<string, string>
}

/** @throws if the file is malformed. */
export function readLock(file: unknown): PyodideLock {
  const { info, packages } = lockFile.parse(file)
  const entries = Object.values(packages).map((entry) => ({ key: normaliseName(entry.name), entry }))
  return {
    info,
    packages: new Map(
      entries.map(({ key, entry: { file_name: fileName, install_dir: folder, ...entry } }) => [
        key,
        { ...entry, fileName, folder, depends: entry.depends.map(normaliseName) },
      ]),
    ),
    imports: new Map(
      entries.flatMap(({ key, entry }) => entry.imports.map((name) => [name.split('.')[0] ?? name, key])),
    ),
  }
}

/** Returns the packages with all dependencies, each after those that it needs. */
export function withDependencies({ packages }: PyodideLock, names: readonly string[]): LockPackage[] {
  const found = new Map<string, LockPackage | undefined>()
  const order: LockPackage[] = []
  const visit = (name: string) => {
    if (found.has(name)) return
    const each = packages.get(name)
    found.set(name, each)
    if (!each) return
    each.depends.forEach(visit)
    order.push(each)
  }
  names.forEach(visit)
  return order
}
