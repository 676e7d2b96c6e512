/** Loads the code that deals with packages when a script first needs any: most never do. */
import type { LoadPackages } from '../../../contract/run/packageLoading.ts'
import type { createPackageLoader } from './createPackageLoader.ts'

export function createLazyPackageLoader(options: Parameters<typeof createPackageLoader>[0]): LoadPackages {
  let loader: LoadPackages | undefined
  return async (wanted, loading) => {
    try {
      loader ??= (await import('./createPackageLoader.ts')).createPackageLoader(options)
    } catch {
      const message =
        'The part of the app that fetches packages could not be loaded. Check the connection, and reload the page.'
      return { ok: false, message }
    }
    return loader(wanted, loading)
  }
}
