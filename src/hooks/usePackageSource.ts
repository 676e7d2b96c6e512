/** The source of packages for scripts, and checks against it. */
import { useMemo } from 'react'
import type { PackageSource } from '../data/packages/createPackageSource.ts'
import { useAppServices } from './useAppServices.ts'

/**
 * Asks the package source. The functions are stable.
 * They reject if the code that asks cannot be loaded.
 */
export function usePackageSource(): PackageSource & { readonly pyodideVersion: string } {
  const { pyodideVersion, loadPackageSource } = useAppServices()
  return useMemo(
    () => ({
      pyodideVersion,
      check: async (folder) => (await loadPackageSource()).check(folder),
      explainImports: async (names) => (await loadPackageSource()).explainImports(names),
    }),
    [pyodideVersion, loadPackageSource],
  )
}
