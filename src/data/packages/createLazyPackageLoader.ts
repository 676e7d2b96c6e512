/** Loads the code for packages lazily, since most scripts need none. */
import type { LoadPackages } from '../../../contract/run/packageLoading.ts'
import { loadOnce } from '../../../lib/loadOnce.ts'
import type { createPackageLoader } from './createPackageLoader.ts'

export function createLazyPackageLoader(options: Parameters<typeof createPackageLoader>[0]): LoadPackages {
  const loadLoader = loadOnce(async () =>
    (await import('./createPackageLoader.ts')).createPackageLoader(options),
  )
  return async (wanted, loading) => {
    const loader = await loadLoader().catch(() => null)
    if (loader !== null) return loader(wanted, loading)
    const message =
      'The part of the app that fetches packages could not be loaded. Check the connection, and reload the page.'
    return { ok: false, message }
  }
}
