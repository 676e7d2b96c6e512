/** Where packages come from: the addresses that the page may ask, and that its policy therefore names. */

/** The wheels that belong to one version of Pyodide. */
export const pyodideCdn = (version: string): string => `https://cdn.jsdelivr.net/pyodide/v${version}/full/`

/** Pure Python by name: the index (PEP 691) and the files it names. */
export const pypi = {
  index: 'https://pypi.org/simple/',
  files: 'https://files.pythonhosted.org/packages/',
} as const

/** Where the servers of the app serve PACKAGES_DIR. */
export const ownPackagesPath = '/packages/'

/**
 * The folder as an address that ends in a slash: absolute (http or https), or a path on the app's own origin.
 * null where the text is neither, or has a name, a password, a query or a fragment in it.
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
