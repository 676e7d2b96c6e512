/** Whose packages scripts import, and what can be asked about them. */
import { useMemo } from 'react'
import type { PackageSource } from '../data/packages/createPackageSource.ts'
import { useAppServices } from './useAppServices.ts'

/** The same functions as long as the app lives; they reject where the part of the app that asks cannot be loaded. */
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
