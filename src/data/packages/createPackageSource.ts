/** Questions about packages outside a run. */
import { checkPackageFolder } from './checkPackageFolder.ts'
import { explainImports } from './explainImports.ts'
import type { PackageList } from './PackageList.ts'

export interface PackageSource {
  /**
   * Checks a folder, given absolutely or as a path of this origin. Never rejects. @returns null if it has
   * packages, or else a sentence.
   */
  readonly check: (folder: string) => Promise<string | null>
  /** Explains top-level modules that no package provides, by module. Never rejects. */
  readonly explainImports: (names: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

export const createPackageSource = (list: PackageList): PackageSource => ({
  check: (folder) => checkPackageFolder(folder, list),
  explainImports: (names) => explainImports(names, list),
})
