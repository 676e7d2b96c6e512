/** Serves the wheels in PACKAGES_DIR next to the site, so that packages need no network. */
import sirv from 'sirv'
import { ownPackagesPath } from '../contract/run/packageSources.ts'
import { answerText } from './answer.ts'
import type { Handler } from './openServer.ts'

/** Package files that the lock file can name. Hidden folders are excluded. */
const packageFile = /^(?:\/[\w-][\w.+-]*)+\.(?:whl|zip|tar)$/

/**
 * Files are read at each request, since the folder may be filled while the server runs. Serves only packages.
 */
export function withPackages(site: Handler, folder: string | undefined): Handler {
  if (folder === undefined) return site
  const files = sirv(folder, { dev: true, extensions: [] })
  return (request, response) => {
    const url = request.url ?? '/'
    if (!url.startsWith(ownPackagesPath)) return site(request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      return answerText(response, 405, 'Packages are read-only: use GET or HEAD.')
    }
    const answerNothing = () => answerText(response, 404, 'PACKAGES_DIR has no such file.')
    const path = url.slice(ownPackagesPath.length - 1)
    if (!packageFile.test(path)) return answerNothing()
    request.url = path
    files(request, response, answerNothing)
  }
}
