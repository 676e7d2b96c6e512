/** Unpacks one package and loads its shared libraries. The only file that knows Pyodide's installer, which is private. */
import type { PyodideAPI } from 'pyodide'
import type { PackageFile } from '../../contract/run/workerProtocol.ts'

interface PrivateApi {
  readonly _api: {
    /** The second half of loadPackage, after the download. It needs no network. */
    readonly install: (
      bytes: Uint8Array,
      fileName: string,
      folder: string,
      metadata: ReadonlyMap<string, string>,
    ) => Promise<void>
    readonly package_loader: { readonly get_install_dir: (folder: PackageFile['folder']) => string }
  }
}

/** @throws if the archive, or a library in it, is malformed. */
export async function installPackage(python: PyodideAPI, file: PackageFile): Promise<void> {
  const { _api: api } = python as unknown as PrivateApi
  const folder = api.package_loader.get_install_dir(file.folder)
  await api.install(new Uint8Array(file.bytes), file.fileName, folder, new Map([['INSTALLER', 'eliza']]))
}
