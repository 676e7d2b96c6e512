/** Where packages come from, and whether a folder can be asked. */
import type { AppServices } from './AppServicesContext.ts'
import { useAppServices } from './useAppServices.ts'

export const usePackageSource = (): AppServices['packageSource'] => useAppServices().packageSource
