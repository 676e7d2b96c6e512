/** What can be asked about packages without any run. */
import { checkPackageFolder } from './checkPackageFolder.ts'
import { explainImports } from './explainImports.ts'
import type { PackageList } from './PackageList.ts'

export interface PackageSource {
  /** null where the folder has packages; else a sentence. `folder`: absolute, or a path of this origin. Never rejects. */
  readonly check: (folder: string) => Promise<string | null>
  /** By top-level module, a sentence for each that no package brings. Never rejects. */
  readonly explainImports: (names: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

export const createPackageSource = (list: PackageList): PackageSource => ({
  check: (folder) => checkPackageFolder(folder, list),
  explainImports: (names) => explainImports(names, list),
})
