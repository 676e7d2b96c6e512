/** Addresses of package sources. The page's content security policy allows them. */

/** The wheels of one Pyodide version. */
export const pyodideCdn = (version: string): string => `https://cdn.jsdelivr.net/pyodide/v${version}/full/`

/** Pure Python packages by name: the index (PEP 691) and its files. */
export const pypi = {
  index: 'https://pypi.org/simple/',
  files: 'https://files.pythonhosted.org/packages/',
} as const

/** The path at which the app's servers serve PACKAGES_DIR. */
export const ownPackagesPath = '/packages/'

/**
 * Normalizes a folder's address so that it ends in a slash. It is absolute (http or https) or a path on the
 * app's own origin.
 * @returns null for any other text, and for addresses with a user name, password, query or fragment.
 */
export function readPackageFolder(text: string): string | null {
  const typed = text.trim()
  const isPath = /^\/(?!\/)/.test(typed)
  const base = 'http://own.invalid'
  if ((!isPath && !/^https?:\/\//i.test(typed)) || !URL.canParse(typed, base)) return null
  const url = new URL(typed, base)
  if (url.username + url.password + url.search + url.hash !== '' || /[?#\\]/.test(typed)) return null
  const folder = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`
  return isPath ? folder : url.origin + folder
}
