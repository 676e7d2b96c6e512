/** Unpacks one package that the page sent and loads its libraries: the only file that knows Pyodide's installer, which is private. */
import type { PyodideAPI } from 'pyodide'
import type { PackageFile } from '../../contract/run/workerProtocol.ts'

interface PrivateApi {
  readonly _api: {
    /** What loadPackage does with a file once it has fetched it. Nothing here asks for a file, so nothing needs a network. */
    readonly install: (
      bytes: Uint8Array,
      fileName: string,
      folder: string,
      metadata: ReadonlyMap<string, string>,
    ) => Promise<void>
    readonly package_loader: { readonly get_install_dir: (folder: PackageFile['folder']) => string }
  }
}

/** Rejects where the archive or a library in it is no such thing. */
export async function installPackage(python: PyodideAPI, file: PackageFile): Promise<void> {
  const { _api: api } = python as unknown as PrivateApi
  const folder = api.package_loader.get_install_dir(file.folder)
  await api.install(new Uint8Array(file.bytes), file.fileName, folder, new Map([['INSTALLER', 'eliza']]))
}
